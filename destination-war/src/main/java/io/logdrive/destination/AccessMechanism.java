package io.logdrive.destination;

import io.logdrive.payara.access.ServletDoor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Every request passes the door before anything else sees it. Thread-safe. */
@ApplicationScoped
public class AccessMechanism implements HttpAuthenticationMechanism {
    @Inject private DestinationStartup startup;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        return ServletDoor.pass(startup.door(), context);
    }
}
