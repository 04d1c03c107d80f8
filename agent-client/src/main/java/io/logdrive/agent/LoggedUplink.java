package io.logdrive.agent;

import io.logdrive.agent.send.Server;
import io.logdrive.agent.send.UplinkEvents;
import java.io.IOException;

/** Says how the way to the server is. Thread-safe. */
final class LoggedUplink implements UplinkEvents {
    private final EventLog log;

    LoggedUplink(EventLog log) {
        this.log = log;
    }

    @Override
    public void connected(Server server) {
        log.say("server-connected address=" + server);
    }

    @Override
    public void lost(Server server, IOException why, int unacknowledged) {
        log.say(
                "server-lost address="
                        + server
                        + " reason="
                        + why.getMessage()
                        + " unacknowledged-chunks="
                        + unacknowledged
                        + " retried=true");
    }

    @Override
    public void reconfigured(int unacknowledged) {
        log.say("server-left reason=reconfigured unacknowledged-chunks=" + unacknowledged);
    }

    @Override
    public void tlsFilesKept(String problem) {
        log.say("tls-files-kept reason=" + problem + " used=those before");
    }

    @Override
    public void chunkRefused(Server server, String name, int bytes, int times) {
        log.say(
                "chunk-refused address="
                        + server
                        + " chunk="
                        + name
                        + " bytes="
                        + bytes
                        + " times="
                        + times
                        + " kept=true retried=true");
    }
}
