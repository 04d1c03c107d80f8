package io.logdrive.destination.query;

import io.logdrive.destination.store.Ending;
import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.ServletDoor;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the searches of a request an end, when its client has named it: {@code Logdrive-Query: ID}.
 * A filter, because what is noted before the answer must be forgotten behind it, whatever happens.
 *
 * <p>Thread-safe.
 */
public class EndableQueries implements Filter {
    static final String HEADER = "Logdrive-Query";

    private static final String ENDING = Ending.class.getName();

    @Inject RunningQueries running;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = ((HttpServletRequest) request).getHeader(HEADER);
        Caller caller = ServletDoor.caller(request);
        if (id == null || caller == null) {
            chain.doFilter(request, response);
            return;
        }
        try (RunningQueries.Running begun = running.begin(caller.name(), id)) {
            request.setAttribute(ENDING, begun.ending());
            chain.doFilter(request, response);
        } catch (QueryProblem e) {
            ProblemJson.of(e).send((HttpServletResponse) response);
        }
    }

    /** What ends the searches of this request; null when nobody can. */
    public static @Nullable Ending of(ServletRequest request) {
        return request.getAttribute(ENDING) instanceof Ending ending ? ending : null;
    }
}
