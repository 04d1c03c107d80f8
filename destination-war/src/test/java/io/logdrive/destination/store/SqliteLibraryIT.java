package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryIT {
    @TempDir Path data;

    @Test
    void deletesWhatKilledProcessesLeft() throws Exception {
        Path folder = Files.createDirectories(data.resolve("sqlite-native"));
        Path library = Files.createFile(folder.resolve("sqlite-3.0-1-libsqlitejdbc.so"));
        Path lock = Files.createFile(folder.resolve("sqlite-3.0-1-libsqlitejdbc.so.lck"));

        SqliteLibrary.load(data);

        assertThat(library).doesNotExist();
        assertThat(lock).doesNotExist();
        assertThat(System.getProperty("org.sqlite.tmpdir")).isNull();
    }
}
