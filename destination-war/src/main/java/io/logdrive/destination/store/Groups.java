package io.logdrive.destination.store;

import io.logdrive.destination.store.Aggregates.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one aggregation while it runs, bounded in number.
 *
 * <p>Confined to the thread of one query.
 */
final class Groups {
    private final Aggregates.Request request;
    private final Map<Key, Sum> sums = new LinkedHashMap<>();
    private long total;
    private long beyond;
    private long stepStart = 1;
    private long stepEnd;

    Groups(Aggregates.Request request) {
        this.request = request;
    }

    /** Adds so many messages. */
    void add(long micros, List<@Nullable String> values, long count) {
        total += count;
        Sum sum = sum(micros, values);
        if (sum == null) {
            beyond += count;
        } else {
            sum.count += count;
        }
    }

    /** Adds one message to several groups. */
    void count(
            long micros,
            List<List<@Nullable String>> combinations,
            List<@Nullable Double> numbers) {
        total++;
        for (List<@Nullable String> values : combinations) {
            Sum sum = sum(micros, values);
            if (sum == null) {
                beyond++;
                continue;
            }
            sum.count++;
            for (int i = 0; i < numbers.size(); i++) {
                Double number = numbers.get(i);
                if (number != null) {
                    sum.numbers.get(i).add(number);
                }
            }
        }
    }

    Aggregates.Result result(@Nullable Long stoppedMicros) {
        List<Group> groups = new ArrayList<>();
        sums.forEach(
                (key, sum) -> groups.add(new Group(key.start, key.values, sum.count, sum.numbers)));
        return new Aggregates.Result(groups, total, beyond, stoppedMicros);
    }

    private @Nullable Sum sum(long micros, List<@Nullable String> values) {
        Key key = new Key(start(micros), values);
        Sum sum = sums.get(key);
        if (sum == null && sums.size() < request.groupsMax()) {
            sum = new Sum(request.measured().size());
            sums.put(key, sum);
        }
        return sum;
    }

    private @Nullable Long start(long micros) {
        Steps steps = request.steps();
        if (steps == null) {
            return null;
        }
        // Messages come in the order of time: most are in the step of the one before.
        if (micros < stepStart || micros >= stepEnd) {
            stepStart = steps.start(micros);
            stepEnd = steps.end(stepStart);
        }
        return stepStart;
    }

    /** What makes a group. Immutable. */
    private record Key(@Nullable Long start, List<@Nullable String> values) {}

    /** Confined as the groups are. */
    private static final class Sum {
        private final List<Numbers> numbers = new ArrayList<>();
        private long count;

        Sum(int measured) {
            for (int i = 0; i < measured; i++) {
                numbers.add(new Numbers());
            }
        }
    }
}
