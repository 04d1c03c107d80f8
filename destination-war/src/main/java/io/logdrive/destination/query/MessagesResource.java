package io.logdrive.destination.query;

import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.MessageColumn;
import io.logdrive.destination.store.StoredMessage;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /destination/messages} and {@code /messages/{id}}. Confined to one request. */
@Path("messages")
@RequestScoped
public class MessagesResource {
    @Inject Queries queries;
    @Context UriInfo uri;
    @Context HttpHeaders headers;

    /** Messages that match, a page at a time. */
    @GET
    public Response search() {
        MessageSearch search =
                MessageSearch.of(
                        uri.getQueryParameters(), queries.config(), queries.clock().instant());
        AnswerFormat chosen = search.format();
        AnswerFormat format =
                chosen != null
                        ? chosen
                        : AnswerFormat.ofAccepted(
                                headers.getAcceptableMediaTypes().stream()
                                        .map(type -> type.getType() + "/" + type.getSubtype())
                                        .toList());
        MessageAnswer answer = MessageAnswer.to(search, queries.messages());
        StreamingOutput body =
                format == AnswerFormat.JSON ? answer::writeJson : answer::writeNdjson;
        Response.ResponseBuilder response =
                Response.ok(body).type(format.mediaType() + ";charset=UTF-8");
        link(response, "next", "after", answer.next());
        link(response, "prev", "before", answer.previous());
        return response.build();
    }

    /** One message. */
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String text) {
        new Parameters(uri.getQueryParameters(), Set.of());
        long id = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
        StoredMessage message =
                queries.messages()
                        .byId(id, Deadline.in(queries.config().timeoutDefault()))
                        .orElseThrow(
                                () ->
                                        QueryProblem.notFound(
                                                "message "
                                                        + Parameters.quoted(text)
                                                        + ": expected an id, found none like it"));
        return Response.ok(
                        (StreamingOutput)
                                out ->
                                        MessageJson.write(
                                                out, message, EnumSet.allOf(MessageColumn.class)))
                .type(AnswerFormat.JSON.mediaType() + ";charset=UTF-8")
                .build();
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
