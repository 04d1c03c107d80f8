package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A JFR recording in the server, started and stopped by jcmd. With two processes the second one's
 * file has its name in front.
 *
 * <p>Immutable.
 */
final class FlightRecording {
    private static final String NAME = "benchmark";

    private final Layout layout;
    private final Path file;
    private final @Nullable Path flameGraph;

    /**
     * Of nothing yet.
     *
     * @param file where the recording goes
     * @param flameGraph where the page that is made of it goes, or null
     */
    FlightRecording(Layout layout, Path file, @Nullable Path flameGraph) {
        this.layout = layout;
        this.file = file;
        this.flameGraph = flameGraph;
    }

    void start(Server server) throws IOException, InterruptedException {
        for (Server.Part part : server.parts()) {
            layout.jcmd(part.pid(), "JFR.start", "name=" + NAME, "settings=profile", "disk=true");
        }
    }

    /** Ends it and writes what was asked for. */
    void stop(Server server) throws IOException, InterruptedException {
        for (int i = 0; i < server.parts().size(); i++) {
            Server.Part part = server.parts().get(i);
            Path own = own(file, i, part);
            layout.jcmd(part.pid(), "JFR.stop", "name=" + NAME, "filename=" + own);
            if (flameGraph != null) {
                FlameGraph.write(own, own(flameGraph, i, part), "Logdrive, " + part.name());
            }
        }
    }

    private static Path own(Path file, int number, Server.Part part) {
        return number == 0 ? file : file.resolveSibling(part.name() + "-" + file.getFileName());
    }
}
