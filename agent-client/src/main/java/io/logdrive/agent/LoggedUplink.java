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
}
