package io.logdrive.destination.query;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** {@code GET /destination/messages/fields}. Confined to one request. */
@Path("messages/fields")
@RequestScoped
public class FieldsResource extends AskedByForm {
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

    /** The names of fields that messages have. */
    @Override
    Response answer(Map<String, List<String>> values) {
        return Request.json(
                new FieldNamesAnswer(
                                values,
                                queries.config(),
                                queries.messages(),
                                queries.clock().instant())
                        ::write);
    }
}
