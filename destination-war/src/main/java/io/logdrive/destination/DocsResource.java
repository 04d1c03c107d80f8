package io.logdrive.destination;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.Objects;

/** The page to try the API, its parts, and the description of the API. Confined to one request. */
@Path("docs")
@RequestScoped
public class DocsResource {
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Context UriInfo uri;

    /** The page; with a slash behind it its links would lead elsewhere. */
    @GET
    public Response page() {
        if (uri.getRequestUri().getRawPath().endsWith("/")) {
            return Response.status(Response.Status.MOVED_PERMANENTLY)
                    .location(URI.create("docs"))
                    .build();
        }
        return answer("docs.html", "text/html;charset=UTF-8");
    }

    /** Its script. */
    @GET
    @Path("docs.js")
    public Response script() {
        return answer("docs.js", "text/javascript;charset=UTF-8");
    }

    /** Its style. */
    @GET
    @Path("docs.css")
    public Response style() {
        return answer("docs.css", "text/css;charset=UTF-8");
    }

    /** The description of this WAR's API; that of the whole server is at {@code /openapi}. */
    @GET
    @Path("openapi.json")
    public Response description() {
        return answer("/META-INF/openapi.json", "application/json;charset=UTF-8");
    }

    private static Response answer(String file, String type) {
        InputStream content = DocsResource.class.getResourceAsStream(file);
        return Response.ok(Objects.requireNonNull(content, file))
                .type(type)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }
}
