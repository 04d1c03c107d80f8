package io.logdrive.destination.query;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** {@code GET /destination/messages/histogram}. Confined to one request. */
@Path("messages/histogram")
@RequestScoped
public class HistogramResource extends AskedByForm {
    /** How many messages there are in each step of time. */
    @Override
    Response answer(Map<String, List<String>> values) {
        return Request.json(
                new HistogramAnswer(
                                values,
                                queries.config(),
                                queries.messages(),
                                queries.clock().instant())
                        ::write);
    }
}
