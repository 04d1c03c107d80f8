package io.logdrive.destination;

import io.logdrive.payara.console.ConsoleFiles;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The parts of the console's page. Confined to one request. */
@Path("console")
@RequestScoped
public class ConsoleResource {
    @Inject ConsoleFiles console;
    @Context HttpHeaders request;

    /** One of its scripts, styles or pictures. */
    @GET
    @Path("{file: .+}")
    public Response file(@PathParam("file") String file) {
        return console.file(file, request);
    }
}
