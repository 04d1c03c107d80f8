package io.logdrive.destination;

import io.logdrive.payara.console.ConsoleFiles;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The console's page and the metrics. Confined to one request. */
@Path("")
@RequestScoped
public class PageResource {
    @Inject Destination destination;
    @Inject ConsoleFiles console;
    @Context HttpHeaders request;

    /** The console (decision 0105). */
    @GET
    @Produces("text/html;charset=UTF-8")
    public Response page() {
        return console.page(request);
    }

    /** All metrics as Prometheus reads them. */
    @GET
    @Path("metrics")
    @Produces("text/plain;version=0.0.4;charset=utf-8")
    public String metrics() {
        return destination.metrics();
    }
}
