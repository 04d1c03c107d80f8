package io.logdrive.agent.generate;

import io.logdrive.agent.generate.Text.Blank;
import java.util.List;

/**
 * A kind of request: the calls it makes, in order, before the gateway notes its answer.
 *
 * <p>Immutable.
 */
enum Flow {
    BROWSE(
            "GET",
            "/products",
            List.of(
                    Call.debug(Part.CATALOG, 1, Text.of("cache miss")),
                    Call.info(Part.CATALOG, 8, Text.of("listed # products", Blank.COUNT)),
                    Call.debug(Part.DB, 3, Text.of("select product: # rows", Blank.COUNT)))),
    SEARCH(
            "GET",
            "/search",
            List.of(
                    Call.info(
                            Part.CATALOG, 25, Text.of("search \"blue mug\": # hits", Blank.COUNT)),
                    Call.info(Part.CATALOG, 30, Text.of("search \"Müsli\": # hits", Blank.COUNT)))),
    LOGIN(
            "POST",
            "/login",
            List.of(
                    Call.debug(Part.GATEWAY, 1, Text.of("forwarding to auth")),
                    Call.info(Part.AUTH, 60, Text.of("password accepted")),
                    Call.debug(Part.DB, 2, Text.of("select account: 1 row")))),
    CART(
            "POST",
            "/cart",
            List.of(
                    Call.debug(Part.GATEWAY, 1, Text.of("forwarding to cart")),
                    Call.info(Part.AUTH, 4, Text.of("token valid")),
                    Call.info(Part.CART, 6, Text.of("cart has # items", Blank.COUNT)),
                    Call.info(Part.DB, 4, Text.of("update cart: 1 row")))),
    CHECKOUT(
            "POST",
            "/checkout",
            List.of(
                    Call.debug(Part.GATEWAY, 1, Text.of("forwarding to order")),
                    Call.info(Part.AUTH, 4, Text.of("token valid")),
                    Call.info(Part.ORDER, 12, Text.of("order # taken", Blank.ORDER)),
                    Call.info(Part.PAYMENT, 180, Text.of("charged # EUR", Blank.MONEY)),
                    Call.info(Part.DB, 6, Text.of("insert order: 1 row")),
                    Call.info(Part.MAIL, 40, Text.of("confirmation sent"))));

    /**
     * One call to a part.
     *
     * @param usualMillis the median of its latency
     *     <p>Immutable.
     */
    record Call(Part part, Severity severity, int usualMillis, Text text) {
        static Call info(Part part, int usualMillis, Text text) {
            return new Call(part, Severity.INFO, usualMillis, text);
        }

        static Call debug(Part part, int usualMillis, Text text) {
            return new Call(part, Severity.DEBUG, usualMillis, text);
        }
    }

    /** How often people do what, of a hundred requests after the login. */
    private static final int BROWSE_PERCENT = 48;

    private static final int SEARCH_PERCENT = 20;
    private static final int CART_PERCENT = 22;

    /** What the gateway notes, up to the status. */
    final Piece request;

    final Piece path;

    /** What stands in an access log for it. */
    final Piece requestLine;

    @SuppressWarnings("ImmutableEnumChecker") // never written to after the constructor
    private final Call[] calls;

    Flow(String method, String path, List<Call> calls) {
        this.request = Piece.of(method + " " + path + " ");
        this.path = Piece.of(path);
        this.requestLine = Piece.of(method + " " + path + " HTTP/1.1");
        this.calls = calls.toArray(new Call[0]);
    }

    int calls() {
        return calls.length;
    }

    Call call(int index) {
        return calls[index];
    }

    /** What somebody who has logged in does next. */
    static Flow next(SeededRandom random) {
        int percent = random.below(100);
        if (percent < BROWSE_PERCENT) {
            return BROWSE;
        }
        if (percent < BROWSE_PERCENT + SEARCH_PERCENT) {
            return SEARCH;
        }
        return percent < BROWSE_PERCENT + SEARCH_PERCENT + CART_PERCENT ? CART : CHECKOUT;
    }
}
