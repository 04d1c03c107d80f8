package io.logdrive.payara.access;

import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The door in a servlet container: what it is asked, and what becomes of its answer. Thread-safe.
 */
public final class ServletDoor {
    private static final String CALLER = Caller.class.getName();

    private ServletDoor() {}

    /** Lets a request pass, or answers it. */
    public static AuthenticationStatus pass(Door door, HttpMessageContext context) {
        HttpServletRequest request = context.getRequest();
        // What somebody else put there would be whom we take it for.
        request.removeAttribute(CALLER);
        boolean start = isStart(request);
        Admission admission = door.admit(of(request, context.isProtected() && !start));
        if (admission instanceof Admission.Entered entered) {
            Caller caller = entered.caller();
            request.setAttribute(CALLER, caller);
            Set<String> groups = new TreeSet<>(Groups.of(caller));
            if (start) {
                groups.add(Groups.START);
            }
            return context.notifyContainerAboutLogin(caller.name(), groups);
        }
        if (admission instanceof Admission.Turned turned) {
            answer(turned.refusal(), context.getResponse());
            return AuthenticationStatus.SEND_FAILURE;
        }
        return start
                ? context.notifyContainerAboutLogin("nobody", Set.of(Groups.START))
                : context.doNothing();
    }

    /** Exactly the root: nothing else is given away with it. */
    private static boolean isStart(HttpServletRequest request) {
        return (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
                && request.getRequestURI().equals(request.getContextPath() + "/");
    }

    /** Who asks, once it passed; null when that is nobody we know. */
    public static @Nullable Caller caller(ServletRequest request) {
        return request.getAttribute(CALLER) instanceof Caller caller ? caller : null;
    }

    private static AccessRequest of(HttpServletRequest request, boolean mandatory) {
        return new AccessRequest(
                new AccessRequest.Connection(
                        request.getRemoteAddr(), request.getLocalAddr(), request.isSecure()),
                request.getMethod(),
                mandatory,
                name -> Collections.list(request.getHeaders(name)));
    }

    private static void answer(Refusal refusal, HttpServletResponse response) {
        byte[] body = refusal.json().getBytes(StandardCharsets.UTF_8);
        SafeHeaders.set(response);
        response.setStatus(refusal.status());
        response.setContentType(Refusal.MEDIA_TYPE);
        response.setContentLength(body.length);
        for (Refusal.Header header : refusal.headers()) {
            response.addHeader(header.name(), header.value());
        }
        try {
            response.getOutputStream().write(body);
            // Written whole: the container would put a page of its own into an answer that is not.
            response.flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
