package io.logdrive.destination.query;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** {@code GET /destination/messages/fields}. Confined to one request. */
@Path("messages/fields")
@RequestScoped
public class FieldsResource {
    @Inject Queries queries;
    @Context UriInfo uri;

    /** The names of fields that messages have. */
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

    /** The values of one field. */
    @GET
    @Path("{name}/values")
    public Response values(@PathParam("name") String name) {
        FacetsAnswer answer =
                FacetsAnswer.ofValues(
                        name,
                        uri.getQueryParameters(),
                        queries.config(),
                        queries.messages(),
                        queries.clock().instant());
        return Request.json(answer::writeOne);
    }

    private Response answer(Map<String, List<String>> values) {
        return Request.json(
                new FieldNamesAnswer(
                                values,
                                queries.config(),
                                queries.messages(),
                                queries.clock().instant())
                        ::write);
    }
}
