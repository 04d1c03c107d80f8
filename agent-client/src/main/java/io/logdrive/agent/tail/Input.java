package io.logdrive.agent.tail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Files that are read alike, and what they share while they are read.
 *
 * <p>Immutable, but for its limit.
 *
 * @param name what it is called
 * @param limit how fast it is read; null: as fast as can be
 */
record Input(String name, InputConfig config, @Nullable RateLimit limit) {
    /** Those without a name are called by their number, from 1 on. */
    static List<Input> of(List<InputConfig> configs, LongSupplier nanos) {
        List<Input> inputs = new ArrayList<>();
        for (InputConfig config : configs) {
            String name = config.nameOr(inputs.size() + 1);
            long max = config.rateMax();
            inputs.add(new Input(name, config, max == 0 ? null : new RateLimit(name, max, nanos)));
        }
        return List.copyOf(inputs);
    }

    /** The same, but for where events begin and end: as an agent cut them before. */
    Input cutAs(CutText former) {
        CutConfig cut = former.config(config.cut().idle());
        return new Input(name, config.cutBy(cut), limit);
    }

    /** Whether its patterns mean that file. */
    boolean wants(Path file) {
        return config.include().stream().anyMatch(pattern -> pattern.matches(file))
                && config.exclude().stream().noneMatch(pattern -> pattern.matches(file));
    }
}
