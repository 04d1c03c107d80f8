package io.logdrive.ingest.status;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** The page at {@code /ingest/} that shows the queue and the connections live. Thread-safe. */
@Path("/")
public class PageResource {
    static final String POLICY = "default-src 'self'; frame-ancestors 'none'";

    /** The page itself. */
    @GET
    @Produces("text/html; charset=utf-8")
    public Response page() throws IOException {
        return file("page.html");
    }

    /** Its script. */
    @GET
    @Path("page.js")
    @Produces("text/javascript; charset=utf-8")
    public Response script() throws IOException {
        return file("page.js");
    }

    /** Its style. */
    @GET
    @Path("page.css")
    @Produces("text/css; charset=utf-8")
    public Response style() throws IOException {
        return file("page.css");
    }

    /** Its icon. */
    @GET
    @Path("icon.svg")
    @Produces("image/svg+xml")
    public Response icon() throws IOException {
        return file("icon.svg");
    }

    /** The description of this WAR's API; that of the whole server is at {@code /openapi}. */
    @GET
    @Path("openapi.json")
    @Produces("application/json;charset=utf-8")
    public Response description() throws IOException {
        return file("/META-INF/openapi.json");
    }

    private static Response file(String name) throws IOException {
        try (InputStream in = PageResource.class.getResourceAsStream(name)) {
            if (in == null) {
                return Response.status(Response.Status.NOT_FOUND).build();
            }
            return Response.ok(in.readAllBytes())
                    .header("Content-Security-Policy", POLICY)
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Cache-Control", "no-cache")
                    .build();
        }
    }
}
