package io.logdrive.destination.query;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an error, as RFC 9457 has it. */
public final class QueryProblem extends RuntimeException {
    private final int status;
    private final String title;
    private final @Nullable String parameter;
    private final @Nullable Integer position;
    private @Nullable Integer retryAfterSeconds;

    private QueryProblem(int status, String title, String detail, @Nullable String parameter) {
        this(status, title, detail, parameter, null);
    }

    private QueryProblem(
            int status,
            String title,
            String detail,
            @Nullable String parameter,
            @Nullable Integer position) {
        super(detail);
        this.position = position;
        this.status = status;
        this.title = title;
        this.parameter = parameter;
    }

    /** 400: the parameter's value is not what it must be. */
    public static QueryProblem of(String parameter, String expected, String found) {
        return new QueryProblem(
                400,
                "Bad parameter",
                parameter + ": expected " + expected + ", found " + found,
                parameter);
    }

    /** 400 in other words. */
    public static QueryProblem ofParameter(String parameter, String detail) {
        return new QueryProblem(400, "Bad parameter", detail, parameter);
    }

    /** 400 at a place within the parameter's value, counted from 0. */
    static QueryProblem at(String parameter, int position, String detail) {
        return new QueryProblem(
                400,
                "Bad parameter",
                parameter + " at " + position + ": " + detail,
                parameter,
                position);
    }

    static QueryProblem tooMany(String detail) {
        return new QueryProblem(429, "Too many requests", detail, null);
    }

    /** 429 that says when to come again. */
    public static QueryProblem later(int seconds, String detail) {
        QueryProblem problem = tooMany(detail);
        problem.retryAfterSeconds = seconds;
        return problem;
    }

    /** 413. */
    public static QueryProblem tooLarge(String detail) {
        return new QueryProblem(413, "Content too large", detail, null);
    }

    /** 404. */
    public static QueryProblem notFound(String detail) {
        return new QueryProblem(404, "Not found", detail, null);
    }

    /** 401: it is not known who asks. */
    public static QueryProblem unauthorized(String detail) {
        return new QueryProblem(401, "Unauthorized", detail, null);
    }

    /** 403. */
    public static QueryProblem forbidden(String detail) {
        return new QueryProblem(403, "Forbidden", detail, null);
    }

    /** 409. */
    public static QueryProblem conflict(String detail) {
        return new QueryProblem(409, "Conflict", detail, null);
    }

    static QueryProblem unsupported(String detail) {
        return new QueryProblem(415, "Unsupported media type", detail, null);
    }

    static QueryProblem notAcceptable(String detail) {
        return new QueryProblem(406, "Not acceptable", detail, null);
    }

    /** Where in the parameter's value, or null. */
    @Nullable Integer position() {
        return position;
    }

    /** When to come again, if that is known. */
    @Nullable Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** The parameter at fault, or null. */
    @Nullable String parameter() {
        return parameter;
    }
}
