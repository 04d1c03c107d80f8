package io.logdrive.destination.security;

import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.StateChange;
import io.logdrive.payara.access.Caller;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the resources of this package ask of a request and make of a reply. Confined to one. */
@Dependent
public class Exchange {
    @Inject Instance<CurrentCaller> current;
    @Inject HttpServletRequest request;

    /** Null when it showed nothing. */
    @Nullable Caller callerOrNull() {
        return current.isResolvable() ? current.get().orNull() : null;
    }

    /**
     * Who asks, and from where.
     *
     * @throws io.logdrive.destination.query.QueryProblem 401
     */
    Call call() {
        CurrentCaller known = this::callerOrNull;
        return new Call(known.caller(), address());
    }

    String address() {
        return request.getRemoteAddr();
    }

    boolean isSecure() {
        return request.isSecure();
    }

    OpenIdLogins.From from() {
        return new OpenIdLogins.From(address(), isSecure());
    }

    /** The session that the client says it has. */
    @Nullable String session() {
        return cookie(SessionsApi.COOKIE);
    }

    /** The value of a cookie; null when there is none. */
    @Nullable String cookie(String name) {
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(name)) {
                return cookie.getValue();
            }
        }
        return null;
    }

    /** Refuses what the endpoint does not know. */
    Parameters parameters(Map<String, List<String>> values, Set<String> known) {
        return new Parameters(values, known);
    }

    /** Refuses what a foreign page could have sent, and parameters: what changes has none. */
    void changes(URI target, Map<String, List<String>> parameters) {
        parameters(parameters, Set.of());
        StateChange.check(request::getHeader, target);
    }

    Response response(OpenIdPage page) {
        Response.ResponseBuilder response =
                Response.status(page.status()).header("Cache-Control", "no-store");
        if (page.location() != null) {
            response.header("Location", page.location());
        }
        if (page.html() != null) {
            response.type("text/html;charset=UTF-8").entity(page.html());
        }
        page.cookies().forEach(cookie -> response.header("Set-Cookie", cookie));
        return response.build();
    }

    Response response(Reply reply) {
        Response.ResponseBuilder response =
                Response.status(reply.status()).header("Cache-Control", "no-store");
        if (reply.json() != null) {
            response.type("application/json;charset=UTF-8")
                    .header("X-Content-Type-Options", "nosniff")
                    .entity(reply.json());
        }
        if (reply.cookie() != null) {
            response.header("Set-Cookie", reply.cookie());
        }
        return response.build();
    }
}
