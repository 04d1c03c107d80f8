package io.logdrive.agent.tail;

import io.logdrive.agent.position.PositionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks, as a start would, at what an agent is to tail, and changes nothing: neither lock nor
 * checkpoint is made, so that it may run beside the agent and as another user.
 *
 * <p>Immutable.
 *
 * @param known files that the checkpoint knows
 * @param inputs what was found of each input, in their order
 */
public record TailCheck(int known, List<Found> inputs) {
    /**
     * What was found of an input.
     *
     * <p>Immutable.
     *
     * @param input whose files these are
     * @param files how many there are by now
     * @param bytes of them together
     * @param unreadable those that may not be read
     */
    public record Found(InputConfig input, int files, long bytes, List<Path> unreadable) {}

    /**
     * Looks.
     *
     * @throws PositionException when the checkpoint could not be used
     */
    public static TailCheck of(TailConfig config) {
        int known = Checkpoint.check(config.checkpoint());
        List<Input> all = Input.of(config.inputs(), System::nanoTime);
        Map<Path, Input> found = new Discovery(all, config.checkpoint()).scan();
        List<Found> inputs = new ArrayList<>();
        for (Input input : all) {
            inputs.add(
                    found(
                            input.config(),
                            found.entrySet().stream()
                                    .filter(each -> each.getValue().equals(input))
                                    .map(Map.Entry::getKey)
                                    .toList()));
        }
        return new TailCheck(known, inputs);
    }

    private static Found found(InputConfig input, List<Path> files) {
        long bytes = 0;
        List<Path> unreadable = new ArrayList<>();
        for (Path file : files) {
            try (PlainContent content = PlainContent.open(file)) {
                bytes += content.size();
            } catch (IOException e) {
                unreadable.add(file);
            }
        }
        return new Found(input, files.size(), bytes, unreadable);
    }
}
