package io.logdrive.destination;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/** The start page and the metrics. Confined to one request. */
@Path("")
@RequestScoped
public class PageResource {
    @Inject Destination destination;

    /** A page with links to try. */
    @GET
    @Produces("text/html;charset=UTF-8")
    public Response page() {
        return Response.ok(PageResource.class.getResourceAsStream("index.html"))
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** All metrics as Prometheus reads them. */
    @GET
    @Path("metrics")
    @Produces("text/plain;version=0.0.4;charset=utf-8")
    public String metrics() {
        return destination.metrics();
    }
}
