package io.logdrive.destination.query;

import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.StoredMessage;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /destination/messages}, {@code /{id}}, {@code /{id}/context}. One request's. */
@Path("messages")
@RequestScoped
public class MessagesResource {
    @Inject Queries queries;
    @Context UriInfo uri;
    @Context HttpHeaders headers;

    /** Messages that match, a page at a time. */
    @GET
    public Response search() {
        return search(uri.getQueryParameters(), true);
    }

    /** As above, the parameters in a form. The cursors are in the answer only. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response searchByForm(InputStream form) throws IOException {
        return search(FormBody.parameters(form, uri.getQueryParameters()), false);
    }

    /** One message. */
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String text) {
        new Parameters(uri.getQueryParameters(), Set.of());
        StoredMessage message =
                queries.messages()
                        .byId(number(text), Deadline.in(queries.config().timeoutDefault()))
                        .orElseThrow(() -> unknown(text));
        return Request.json(
                out -> MessageJson.write(out, message, EnumSet.allOf(MessageColumn.class)));
    }

    /** What stood around it. */
    @GET
    @Path("{id}/context")
    public Response context(@PathParam("id") String text) {
        ContextAnswer answer =
                new ContextAnswer(
                        number(text),
                        uri.getQueryParameters(),
                        queries.config(),
                        queries.messages());
        return Request.json(answer::write);
    }

    private Response search(Map<String, List<String>> values, boolean linked) {
        MessageSearch search =
                MessageSearch.of(
                        values,
                        queries.config(),
                        queries.clock().instant(),
                        queries.messages().scope());
        AnswerFormat chosen = search.format();
        AnswerFormat format =
                chosen != null
                        ? chosen
                        : AnswerFormat.ofAccepted(Request.accepted(headers), AnswerFormat.all());
        MessageAnswer answer = MessageAnswer.to(search, queries.messages());
        StreamingOutput body =
                format == AnswerFormat.JSON
                        ? answer::writeJson
                        : out -> answer.writeLines(out, format);
        Response.ResponseBuilder response =
                Response.ok(body)
                        .type(format.contentType())
                        .header("X-Content-Type-Options", "nosniff");
        if (linked) {
            link(response, "next", "after", answer.next());
            link(response, "prev", "before", answer.previous());
        }
        String partial = answer.partial();
        if (partial != null) {
            // Not every format has a place for it in its body.
            response.header("Logdrive-Partial", partial);
        }
        return response.build();
    }

    private static long number(String text) {
        if (!Request.isId(text)) {
            throw unknown(text);
        }
        return Long.parseLong(text);
    }

    private static QueryProblem unknown(String text) {
        return QueryProblem.notFound(Request.unknownId("message", text));
    }

    private void link(
            Response.ResponseBuilder response,
            String relation,
            String parameter,
            @Nullable String cursor) {
        if (cursor != null) {
            URI target =
                    uri.getRequestUriBuilder()
                            .replaceQueryParam("after")
                            .replaceQueryParam("before")
                            .replaceQueryParam(parameter, cursor)
                            .build();
            response.header("Link", "<" + target + ">; rel=\"" + relation + "\"");
        }
    }
}
