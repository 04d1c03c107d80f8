package io.logdrive.destination.query;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** {@code GET /destination/messages/facets}. Confined to one request. */
@Path("messages/facets")
@RequestScoped
public class FacetsResource extends AskedByForm {
    /** The most frequent values of some fields. */
    @Override
    Response answer(Map<String, List<String>> values) {
        return Request.json(
                FacetsAnswer.to(
                                values,
                                queries.config(),
                                queries.messages(),
                                queries.clock().instant())
                        ::write);
    }
}
