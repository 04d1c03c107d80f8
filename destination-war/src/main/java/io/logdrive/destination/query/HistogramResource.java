package io.logdrive.destination.query;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** {@code GET /destination/messages/histogram}. Confined to one request. */
@Path("messages/histogram")
@RequestScoped
public class HistogramResource {
    @Inject Queries queries;
    @Context UriInfo uri;

    /** How many messages there are in each step of time. */
    @GET
    public Response get() {
        return answer(uri.getQueryParameters());
    }

    /** As above, the parameters in a form. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response post(InputStream form) throws IOException {
        return answer(FormBody.parameters(form, uri.getQueryParameters()));
    }

    private Response answer(Map<String, List<String>> values) {
        return Request.json(
                new HistogramAnswer(
                                values,
                                queries.config(),
                                queries.messages(),
                                queries.clock().instant())
                        ::write);
    }
}
