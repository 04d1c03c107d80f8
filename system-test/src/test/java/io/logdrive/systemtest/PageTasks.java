package io.logdrive.systemtest;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the thread of a page did during a time, by Chromium's trace: while one task runs, the page
 * answers nobody. Its time on the clock has in it what others had the core for; its time on the CPU
 * is its own.
 *
 * <p>Immutable.
 *
 * @param over50 how many tasks took longer than 50 ms on the clock: what browsers call long
 * @param over100 how many took longer than 100 ms on the clock
 * @param longestMicros of one task, on the clock
 * @param longestCpuMicros of one task, on the CPU
 * @param cpuMicros of all tasks, on the CPU
 */
record PageTasks(
        int over50, int over100, long longestMicros, long longestCpuMicros, long cpuMicros) {
    static final PageTasks NONE = new PageTasks(0, 0, 0, 0, 0);

    private static final List<String> CATEGORIES =
            List.of("toplevel", "disabled-by-default-devtools.timeline");
    private static final Gson GSON = new Gson();

    /** While {@code act} runs. */
    static PageTasks of(Page page, Runnable act) {
        Browser itself = Objects.requireNonNull(page.context().browser());
        itself.startTracing(page, new Browser.StartTracingOptions().setCategories(CATEGORIES));
        act.run();
        return read(itself.stopTracing());
    }

    private static PageTasks read(byte[] trace) {
        Set<String> pages = new HashSet<>();
        List<JsonObject> tasks = new ArrayList<>();
        try (JsonReader reader =
                new JsonReader(
                        new InputStreamReader(
                                new ByteArrayInputStream(trace), StandardCharsets.UTF_8))) {
            reader.beginObject();
            while (reader.hasNext()) {
                if (!reader.nextName().equals("traceEvents")) {
                    reader.skipValue();
                    continue;
                }
                reader.beginArray();
                while (reader.hasNext()) {
                    JsonObject event = GSON.fromJson(reader, JsonObject.class);
                    String name = event.get("name").getAsString();
                    if (name.equals("thread_name") && isPage(event)) {
                        pages.add(threadOf(event));
                    } else if (name.endsWith("RunTask") && event.has("dur")) {
                        tasks.add(event);
                    }
                }
                reader.endArray();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tasks.stream()
                .filter(task -> pages.contains(threadOf(task)))
                .map(PageTasks::ofOne)
                .reduce(NONE, PageTasks::and);
    }

    private static boolean isPage(JsonObject event) {
        JsonElement name = event.getAsJsonObject("args").get("name");
        return name.getAsString().equals("CrRendererMain");
    }

    private static String threadOf(JsonObject event) {
        return event.get("pid") + ":" + event.get("tid");
    }

    private static PageTasks ofOne(JsonObject task) {
        long micros = task.get("dur").getAsLong();
        long cpuMicros = task.has("tdur") ? task.get("tdur").getAsLong() : 0;
        return new PageTasks(
                micros > 50_000 ? 1 : 0, micros > 100_000 ? 1 : 0, micros, cpuMicros, cpuMicros);
    }

    PageTasks and(PageTasks other) {
        return new PageTasks(
                over50 + other.over50,
                over100 + other.over100,
                Math.max(longestMicros, other.longestMicros),
                Math.max(longestCpuMicros, other.longestCpuMicros),
                cpuMicros + other.cpuMicros);
    }

    long longestCpuMillis() {
        return longestCpuMicros / 1_000;
    }

    /** For a line that is printed. */
    @Override
    public String toString() {
        return "tasks-over-50-ms=%d tasks-over-100-ms=%d longest-ms=%d longest-cpu-ms=%d cpu-s=%.1f"
                .formatted(
                        over50,
                        over100,
                        longestMicros / 1_000,
                        longestCpuMillis(),
                        cpuMicros / 1e6);
    }
}
