package io.logdrive.agent.send;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. Thread-safe. */
final class RecordingUplinkEvents implements UplinkEvents {
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final List<Server> connected = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();

    @Override
    public void connected(Server server) {
        connected.add(server);
        all.add("connected " + server);
    }

    @Override
    public void lost(Server server, IOException why, int unacknowledged) {
        reasons.add(String.valueOf(why.getMessage()));
        all.add("lost " + server + " " + why.getMessage() + " " + unacknowledged);
    }

    @Override
    public void reconfigured(int unacknowledged) {
        all.add("reconfigured " + unacknowledged);
    }

    @Override
    public void tlsFilesKept(String problem) {
        all.add("kept " + problem);
    }

    @Override
    public void chunkRefused(Server server, String name, int bytes, int times) {
        all.add("refused " + server + " " + name + " " + bytes + " " + times);
    }

    /** Everything, in its order. */
    List<String> all() {
        return all;
    }

    /** The servers of the sessions. */
    List<Server> connected() {
        return connected;
    }

    /** Why attempts failed and sessions were lost. */
    List<String> reasons() {
        return reasons;
    }
}
