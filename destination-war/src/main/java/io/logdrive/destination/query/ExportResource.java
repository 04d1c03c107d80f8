package io.logdrive.destination.query;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** {@code GET /destination/messages/export}. Confined to one request. */
@Path("messages/export")
@RequestScoped
public class ExportResource extends AskedByForm {
    private static final int BUFFER = 64 << 10;

    @Context HttpHeaders headers;

    /** All messages that match, as a file. */
    @Override
    Response answer(Map<String, List<String>> values) {
        Slots slots = queries.exports();
        slots.take();
        try {
            ExportAnswer answer =
                    new ExportAnswer(
                            values,
                            queries.config(),
                            queries.messages(),
                            queries.clock().instant());
            AnswerFormat asked = answer.format();
            AnswerFormat format =
                    asked != null
                            ? asked
                            : AnswerFormat.ofAccepted(
                                    Request.accepted(headers), ExportAnswer.FORMATS);
            boolean gzip = gzip();
            Response.ResponseBuilder response =
                    Response.ok(body(answer, format, gzip, slots))
                            .type(format.contentType())
                            .header("Vary", "Accept-Encoding")
                            .header("X-Content-Type-Options", "nosniff");
            return gzip ? response.header("Content-Encoding", "gzip").build() : response.build();
        } catch (RuntimeException e) {
            slots.giveBack();
            throw e;
        }
    }

    private static StreamingOutput body(
            ExportAnswer answer, AnswerFormat format, boolean gzip, Slots slots) {
        return out -> {
            try {
                OutputStream buffered =
                        gzip
                                ? new GZIPOutputStream(out, BUFFER)
                                : new BufferedOutputStream(out, BUFFER);
                answer.write(buffered, format);
                if (buffered instanceof GZIPOutputStream compressed) {
                    compressed.finish();
                }
                buffered.flush();
            } finally {
                slots.giveBack();
            }
        };
    }

    private boolean gzip() {
        String header = headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return header != null && Request.takesGzip(header);
    }
}
