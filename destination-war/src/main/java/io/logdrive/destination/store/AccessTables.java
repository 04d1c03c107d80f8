package io.logdrive.destination.store;

import java.time.Clock;

/** What the database has of users. Thread-safe. */
public final class AccessTables {
    private final KeptConnection reader;
    private final Users users;
    private final ApiTokens tokens;
    private final LoginSessions sessions;
    private final AuditTrail audit;
    private final SavedSearches searches;
    private final AccessSweep sweep;

    AccessTables(Database database, Clock clock) {
        SmallChanges changes = new SmallChanges(database, clock);
        this.reader = new KeptConnection(database);
        this.users = new Users(reader, changes);
        this.tokens = new ApiTokens(reader, changes, clock);
        this.sessions = new LoginSessions(reader, changes, clock);
        this.audit = new AuditTrail(reader, changes);
        this.searches = new SavedSearches(reader, changes);
        this.sweep = new AccessSweep(changes, tokens, sessions, clock);
    }

    /** The users. */
    public Users users() {
        return users;
    }

    /** Their tokens. */
    public ApiTokens tokens() {
        return tokens;
    }

    /** Who has logged in. */
    public LoginSessions sessions() {
        return sessions;
    }

    /** What was done by whom. */
    public AuditTrail audit() {
        return audit;
    }

    /** Searches that users have named. */
    public SavedSearches searches() {
        return searches;
    }

    /** Writes when tokens and sessions were last used, which else the upkeep does. */
    public void flushUses() {
        sweep.flushUses();
    }

    AccessSweep sweep() {
        return sweep;
    }

    void close() {
        reader.close();
    }
}
