package io.logdrive.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The console's page Explore, as a visitor has it. Confined to one thread. */
final class ExplorePage {
    private final Page page;
    private final int port;

    ExplorePage(Page page, int port) {
        this.page = page;
        this.port = port;
    }

    /** Opens it with the parameters of an address, and waits until it has answered. */
    ExplorePage open(String parameters) {
        page.navigate("http://127.0.0.1:" + port + "/destination/#/explore?" + parameters);
        assertThat(foot()).containsText(" ms");
        return this;
    }

    Page page() {
        return page;
    }

    /** What stands behind the {@code ?} of the address, readable. */
    String state() {
        String address = (String) page.evaluate("location.hash");
        return URLDecoder.decode(
                address.substring(address.indexOf('?') + 1), StandardCharsets.UTF_8);
    }

    Locator input() {
        return page.getByRole(AriaRole.COMBOBOX, named("Search"));
    }

    void search(String query) {
        input().fill(query);
        input().press("Enter");
    }

    /** How many there are and how long it took. */
    Locator foot() {
        return page.locator(".foot").getByRole(AriaRole.STATUS);
    }

    /** The rows that stand in the document. */
    Locator rows() {
        return page.locator(".rows .item > .line");
    }

    Locator opened() {
        return page.locator(".detail");
    }

    /** A button of the opened row. */
    Locator ofRow(String name) {
        return opened().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, named(name));
    }

    /** Draws over a part of the histogram, from and to given in hundredths of its width. */
    void draw(int from, int to) {
        Locator over = page.locator(".histogram .u-over");
        assertThat(over).isVisible();
        BoundingBox box = over.boundingBox();
        double middle = box.y + box.height / 2;
        page.mouse().move(box.x + box.width * from / 100, middle);
        page.mouse().down();
        page.mouse().move(box.x + box.width * (from + to) / 200, middle);
        page.mouse().move(box.x + box.width * to / 100, middle);
        page.mouse().up();
    }

    /** What was copied last. */
    String copied() {
        return (String) page.evaluate("navigator.clipboard.readText()");
    }

    void mayCopy() {
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
