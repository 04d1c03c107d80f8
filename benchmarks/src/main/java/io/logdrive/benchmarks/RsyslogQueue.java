package io.logdrive.benchmarks;

/** How rsyslog keeps what it has taken and not yet put to rest. Immutable. */
enum RsyslogQueue {
    MEMORY("memory queue of 100,000 lines", "queue.type=\"LinkedList\" queue.size=\"100000\""),
    ASSISTED(
            "disk-assisted queue: memory up to 80,000 lines, then the disk",
            "queue.type=\"LinkedList\" queue.size=\"100000\" queue.highWatermark=\"80000\""
                    + " queue.lowWatermark=\"20000\" "
                    + RsyslogQueue.FILES),
    DISK(
            "disk queue, not synced",
            "queue.type=\"Disk\" queue.size=\"1000000000\" " + RsyslogQueue.FILES),
    SYNCED(
            "disk queue, synced",
            "queue.type=\"Disk\" queue.size=\"1000000000\" queue.syncQueueFiles=\"on\" "
                    + RsyslogQueue.FILES);

    private static final String FILES =
            "queue.filename=\"lines\" queue.maxFileSize=\"100m\" queue.saveOnShutdown=\"on\"";

    /**
     * As many lines a transaction as make no difference any more; and a queue that is full holds
     * the sender back, where rsyslog by itself drops the line after two seconds.
     */
    private static final String ALL =
            " queue.dequeueBatchSize=\"2000\" queue.workerThreads=\"1\""
                    + " queue.timeoutEnqueue=\"600000\"";

    private final String text;
    private final String parameters;

    RsyslogQueue(String text, String parameters) {
        this.text = text;
        this.parameters = parameters;
    }

    /** What it is, for people. */
    String text() {
        return text;
    }

    /** The parameters of a ruleset that has such a queue. */
    String parameters() {
        return parameters + ALL;
    }
}
