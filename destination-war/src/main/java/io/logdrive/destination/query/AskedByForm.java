package io.logdrive.destination.query;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** What is asked by {@code GET}, or by {@code POST} with a form. Confined to one request. */
public abstract class AskedByForm {
    @Inject Queries queries;
    @Context UriInfo uri;

    /** The parameters in the address. */
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

    /**
     * @param values the parameters of both
     */
    abstract Response answer(Map<String, List<String>> values);
}
