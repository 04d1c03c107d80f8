package io.logdrive.destination.query;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** {@code GET /destination/messages/stats}. Confined to one request. */
@Path("messages/stats")
@RequestScoped
public class StatsResource extends AskedByForm {
    /** Figures in groups. */
    @Override
    Response answer(Map<String, List<String>> values) {
        return Request.json(
                new StatsAnswer(
                                values,
                                queries.config(),
                                queries.messages(),
                                queries.clock().instant())
                        ::write);
    }
}
