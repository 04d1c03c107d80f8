package io.logdrive.ingest.status;

import io.logdrive.ingest.IngestStartup;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** The console's page with its parts, and the description of the API. Thread-safe. */
@Path("/")
public class PageResource {
    @Inject private IngestStartup startup;
    @Context private HttpHeaders request;

    /** The page itself (decision 0105). */
    @GET
    @Produces("text/html;charset=UTF-8")
    public Response page() {
        return startup.console().page(request);
    }

    /** One of its scripts, styles or pictures. */
    @GET
    @Path("console/{file: .+}")
    public Response file(@PathParam("file") String file) {
        return startup.console().file(file, request);
    }

    /** The description of this WAR's API; that of the whole server is at {@code /openapi}. */
    @GET
    @Path("openapi.json")
    @Produces("application/json;charset=utf-8")
    public Response description() throws IOException {
        try (InputStream in = PageResource.class.getResourceAsStream("/META-INF/openapi.json")) {
            return in == null
                    ? Response.status(Response.Status.NOT_FOUND).build()
                    : Response.ok(in.readAllBytes()).build();
        }
    }
}
