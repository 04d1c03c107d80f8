package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.wire.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A filter with some parts. Confined to one test. */
final class FilterBuilder {
    private static final Range ALL = new Range(null, Long.MAX_VALUE / 2);

    private final List<Condition> parts = new ArrayList<>();
    private ClockColumn clock = ClockColumn.EVENT;
    private Range range = ALL;

    FilterBuilder clock(ClockColumn value) {
        clock = value;
        return this;
    }

    FilterBuilder range(Range value) {
        range = value;
        return this;
    }

    FilterBuilder levels(Level... values) {
        return with(new Condition.LevelIn(Set.of(values)));
    }

    FilterBuilder services(ValueTest... tests) {
        return with(any(Subject.Kind.SERVICE, tests));
    }

    FilterBuilder hosts(ValueTest... tests) {
        return with(any(Subject.Kind.HOST, tests));
    }

    FilterBuilder text(String value) {
        return with(new Condition.Contains(value));
    }

    FilterBuilder with(Condition part) {
        parts.add(part);
        return this;
    }

    MessageFilter build() {
        return new MessageFilter(clock, range, new Condition.All(List.copyOf(parts)));
    }

    private static Condition any(Subject.Kind kind, ValueTest... tests) {
        return new Condition.Any(
                Stream.of(tests)
                        .<Condition>map(test -> new Condition.Has(Subject.of(kind), test))
                        .toList());
    }
}
