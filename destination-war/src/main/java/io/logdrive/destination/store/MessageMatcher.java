package io.logdrive.destination.store;

import io.logdrive.destination.store.ValueTest.Between;
import io.logdrive.destination.store.ValueTest.Bound;
import io.logdrive.wire.Level;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells of one message whether a condition holds: the meaning of every filter, on every database.
 * SQL only leaves out messages of which this would say no.
 *
 * <p>Immutable.
 */
public final class MessageMatcher {
    private final Check check;
    private final Set<MessageColumn> columns = EnumSet.noneOf(MessageColumn.class);
    private final Set<String> names = new HashSet<>();
    private final FieldTexts fields;

    /** Compiles a condition. */
    public MessageMatcher(Condition condition) {
        this(condition, List.of());
    }

    /** As above; the values of these subjects can be asked of a {@link Candidate} too. */
    MessageMatcher(Condition condition, Collection<Subject> subjects) {
        this.check = check(condition);
        subjects.forEach(this::note);
        this.fields = new FieldTexts(names);
    }

    /** What must have been read of a message. */
    Set<MessageColumn> columns() {
        return columns;
    }

    /**
     * Whether the condition holds.
     *
     * @param message with all columns
     * @throws StoreException.Timeout when the deadline passes within a regular expression
     */
    public boolean matches(StoredMessage message, Deadline deadline) {
        return matches(candidate(message, deadline));
    }

    boolean matches(Candidate candidate) {
        return check.passes(candidate);
    }

    Candidate candidate(StoredMessage message, Deadline deadline) {
        return new Candidate(message, fields, deadline);
    }

    private Check check(Condition condition) {
        if (condition instanceof Condition.All all) {
            List<Check> checks = all.parts().stream().map(this::check).toList();
            return row -> checks.stream().allMatch(part -> part.passes(row));
        }
        if (condition instanceof Condition.Any any) {
            List<Check> checks = any.parts().stream().map(this::check).toList();
            return row -> checks.stream().anyMatch(part -> part.passes(row));
        }
        if (condition instanceof Condition.Not not) {
            Check part = check(not.part());
            return row -> !part.passes(row);
        }
        return leaf(condition);
    }

    private Check leaf(Condition condition) {
        if (condition instanceof Condition.LevelIn in) {
            columns.add(MessageColumn.LEVEL);
            return row -> hasLevel(row.message(), in.levels());
        }
        if (condition instanceof Condition.OriginIs origin) {
            columns.add(MessageColumn.ORIGIN);
            return row -> origin.id().equals(row.message().origin());
        }
        if (condition instanceof Condition.Has has) {
            note(has.subject());
            Test test = test(has.test());
            Subject subject = has.subject();
            if (has.test() instanceof ValueTest.Present) {
                return row -> row.isPresent(subject);
            }
            return row ->
                    row.values(subject).stream()
                            .anyMatch(value -> test.passes(value, row.deadline()));
        }
        columns.add(MessageColumn.MESSAGE);
        if (condition instanceof Condition.Contains contains) {
            AnyCase text = new AnyCase(contains.text());
            return row -> text.find(row.body(), 0) >= 0;
        }
        Condition.Words words = (Condition.Words) condition;
        AnyCase text = new AnyCase(words.text());
        return row -> text.isWordsOf(row.body(), words.prefix());
    }

    private void note(Subject subject) {
        columns.add(subject.kind().column());
        if (subject.kind() == Subject.Kind.FIELD) {
            names.add(subject.name());
        }
    }

    private static boolean hasLevel(StoredMessage message, Set<Level> levels) {
        Integer number = message.level();
        Level level = number == null ? null : Level.ofNumber(number);
        return level != null && levels.contains(level);
    }

    private static Test test(ValueTest test) {
        if (test instanceof ValueTest.Equal equal) {
            return (value, deadline) -> value.equals(equal.text());
        }
        if (test instanceof ValueTest.StartsWith start) {
            return (value, deadline) -> value.startsWith(start.text());
        }
        if (test instanceof ValueTest.Matches matches) {
            return (value, deadline) -> matches.regex().isFoundIn(value, deadline);
        }
        if (test instanceof Between between) {
            Test low = bound(between.low(), 1);
            Test high = bound(between.high(), -1);
            return (value, deadline) -> low.passes(value, deadline) && high.passes(value, deadline);
        }
        return (value, deadline) -> true;
    }

    /**
     * @param side 1 when values must be greater, -1 when they must be less
     */
    private static Test bound(@Nullable Bound bound, int side) {
        if (bound == null) {
            return (value, deadline) -> true;
        }
        BigDecimal number = NumberText.parse(bound.text());
        return (value, deadline) -> {
            int order;
            if (number == null) {
                order = value.compareTo(bound.text());
            } else {
                BigDecimal found = NumberText.parse(value);
                if (found == null) {
                    return false;
                }
                order = found.compareTo(number);
            }
            return order == 0 ? bound.inclusive() : Integer.signum(order) == side;
        };
    }

    /** Of a message. */
    private interface Check {
        boolean passes(Candidate row);
    }

    /** Of one value. */
    private interface Test {
        boolean passes(String value, Deadline deadline);
    }
}
