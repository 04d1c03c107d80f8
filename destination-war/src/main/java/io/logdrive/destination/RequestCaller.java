package io.logdrive.destination;

import io.logdrive.destination.security.CurrentCaller;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.ServletDoor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Whom the door let in. Confined to one request. */
@RequestScoped
public class RequestCaller implements CurrentCaller {
    @Inject HttpServletRequest request;

    @Override
    public @Nullable Caller orNull() {
        return ServletDoor.caller(request);
    }
}
