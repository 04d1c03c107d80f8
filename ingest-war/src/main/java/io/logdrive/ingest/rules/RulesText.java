package io.logdrive.ingest.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the text of a rules file. Thread-safe. */
final class RulesText {
    /** Nobody writes so much by hand. */
    static final int BYTES_MAX = 1 << 20;

    private RulesText() {}

    /**
     * @throws RulesException when it cannot be read
     */
    static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw problem(file, "expected at most 1 MiB, found more");
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw problem(file, "expected UTF-8, found other bytes");
        } catch (NoSuchFileException e) {
            throw problem(file, "expected a file, found none");
        } catch (IOException e) {
            throw problem(file, "expected a file that can be read, found " + e);
        }
    }

    private static RulesException problem(Path file, String message) {
        return new RulesException(List.of(file + ": " + message));
    }
}
