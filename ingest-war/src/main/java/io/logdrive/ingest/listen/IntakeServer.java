package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.ChunkQueue;
import io.logdrive.ingest.workers.Worker;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.tls.RenewableTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The listener on the intake port.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closes on the way down have nothing left to fail
public final class IntakeServer {
    private static final int BACKLOG = 1_024;

    // A peer that is gone without a word is noticed in two minutes, not in Linux's two hours; one
    // that is merely silent answers the probes.
    private static final int KEEP_ALIVE_IDLE_SECONDS = 60;
    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
    private static final int KEEP_ALIVE_PROBES = 6;

    private final ListenConfig config;
    private final ListenEvents events;
    private final Intake intake;
    private final Admission admission;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup loops;
    private final Map<EventExecutor, ReadTicks> ticks = new LinkedHashMap<>();
    private final List<IntakeProtocol> protocols;
    private final List<IntakeProtocol> protectedOnly;
    private final @Nullable RenewableTls tls;
    private final Map<Channel, IntakeConnection> connections = new ConcurrentHashMap<>();
    private final @Nullable SyslogUdpServer udp;
    private volatile @Nullable Channel server;

    /** A listener that does nothing before {@link #start}; its event loops use {@code threads}. */
    public IntakeServer(
            ListenConfig config, ChunkQueue queue, ListenEvents events, ThreadFactory threads) {
        this.config = config;
        this.events = events;
        // First, for it may fail.
        ServerTlsConfig files = config.protection().tls();
        this.tls = files.isOn() ? events.openTls(files) : null;
        this.intake =
                new Intake(
                        config,
                        queue,
                        events,
                        new SharedBytes(config.unconfirmedBytesTotalMax()),
                        new UnfinishedBytes(config.unfinishedBytesMax(), this::evictLargest),
                        new AgentIdentities());
        this.admission = new Admission(config.connectionsMax(), config.connectionsPerAddressMax());
        events.watch(admission::connections, intake);
        this.acceptor = new NioEventLoopGroup(1, threads);
        this.loops = new NioEventLoopGroup(config.threads(), threads);
        loops.forEach(loop -> ticks.put(loop, new ReadTicks(loop::schedule)));
        List<IntakeProtocol> plain =
                List.of(
                        new ForwardProtocol(config),
                        new SyslogProtocol(config),
                        new LinesProtocol(config));
        TlsProtocol protectedOnes =
                new TlsProtocol(tls, connection -> first(connection, plain, true), events);
        this.protectedOnly = List.of(protectedOnes, new PlainRefusal(events));
        this.protocols = new ArrayList<>(List.of(protectedOnes));
        protocols.addAll(plain);
        InetSocketAddress udpAddress = config.syslogUdp().address();
        this.udp = udpAddress == null ? null : new SyslogUdpServer(udpAddress, intake, threads);
    }

    /**
     * Binds the ports.
     *
     * @throws ListenException when one cannot be bound
     */
    public void start() {
        // By now everything else has opened what it needs for a start.
        int possible = Descriptors.connectionsMax();
        if (possible < config.connectionsMax()) {
            admission.lowerTo(possible);
            events.connectionsLowered(config.connectionsMax(), possible);
        }
        try {
            server =
                    new ServerBootstrap()
                            .group(acceptor, loops)
                            .channel(NioServerSocketChannel.class)
                            .option(ChannelOption.SO_BACKLOG, BACKLOG)
                            .option(ChannelOption.SO_REUSEADDR, true)
                            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                            .childOption(ChannelOption.AUTO_READ, false)
                            .childOption(
                                    ChannelOption.RCVBUF_ALLOCATOR,
                                    new BoundedReadAllocator(intake))
                            .childOption(ChannelOption.TCP_NODELAY, true)
                            .childOption(ChannelOption.SO_KEEPALIVE, true)
                            .childOption(
                                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                                    KEEP_ALIVE_IDLE_SECONDS)
                            .childOption(
                                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                                    KEEP_ALIVE_INTERVAL_SECONDS)
                            .childOption(
                                    NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT),
                                    KEEP_ALIVE_PROBES)
                            .handler(new AcceptHandler(admission, events))
                            .childHandler(initializer())
                            .bind(config.address())
                            .syncUninterruptibly()
                            .channel();
        } catch (Exception e) {
            throw new ListenException(
                    "logdrive.ingest.listen.address: expected an address that can be bound, found "
                            + config.address()
                            + " ("
                            + e.getMessage()
                            + ")",
                    e);
        }
        if (udp != null) {
            udp.start();
            acceptor.scheduleWithFixedDelay(udp::look, 1, 1, TimeUnit.SECONDS);
        }
        acceptor.scheduleWithFixedDelay(events::flush, 1, 1, TimeUnit.SECONDS);
        ticks.forEach(
                (loop, each) ->
                        loop.scheduleWithFixedDelay(
                                each.worker()::saysWhetherItCarried, 0, 1, TimeUnit.SECONDS));
        TimeoutSweep.start(config, loops, connections.values());
        events.listening(server.localAddress());
    }

    /** Where it listens, with the port the system chose for port 0; null when it does not. */
    public @Nullable InetSocketAddress address() {
        Channel bound = server;
        return bound == null || !bound.isActive() ? null : (InetSocketAddress) bound.localAddress();
    }

    /** Where datagrams come in; null when they do not. */
    public @Nullable InetSocketAddress syslogUdpAddress() {
        return udp == null ? null : udp.address();
    }

    /** The socket for syslog over UDP; null when there is none. */
    public @Nullable SyslogUdpStatus syslogUdp() {
        return udp == null ? null : udp.status();
    }

    /** Who sends syslog over UDP. */
    public List<ConnectionStatus> syslogUdpSenders() {
        return udp == null ? List.of() : udp.senders();
    }

    /** Looks whether the certificate's files have changed. */
    public void lookAtCertificate() {
        if (tls != null) {
            tls.look();
        }
    }

    /** What people should know of the port's certificate; empty: nothing. */
    public String certificateNote() {
        return tls == null ? "" : tls.note();
    }

    /** What the threads that carry lines say of themselves. */
    public List<Worker> workers() {
        List<Worker> workers =
                new ArrayList<>(ticks.values().stream().map(ReadTicks::worker).toList());
        if (udp != null) {
            workers.add(udp.worker());
        }
        return workers;
    }

    /** Of whom lines came, who was heard last first. */
    public List<OriginStatus> origins() {
        return events.origins()
                .statuses(
                        connections.values().stream()
                                .map(IntakeConnection::peer)
                                .collect(Collectors.toSet()));
    }

    /** For the timer, once a second: measures the rates of origins. */
    public void lookAtOrigins(long nowNanos) {
        events.origins().look(nowNanos);
    }

    /** How many connections are open. */
    public int connectionCount() {
        return connections.size();
    }

    /** The open connections. */
    public List<ConnectionStatus> connections() {
        return connections.values().stream().map(IntakeConnection::status).toList();
    }

    /** Memory that unfinished lines and frames take, in bytes. */
    long unfinishedBytes() {
        return intake.unfinished().bytes();
    }

    /** Stops accepting and reading; what was read goes on to become durable. */
    public void stopReading() {
        Channel bound = server;
        if (bound != null) {
            server = null;
            bound.close().syncUninterruptibly();
        }
        for (Map.Entry<Channel, IntakeConnection> open : connections.entrySet()) {
            open.getKey().eventLoop().execute(open.getValue()::stopReading);
        }
        if (udp != null) {
            udp.stopReading();
        }
    }

    /** Resets the connections that are still open and ends the event loops. */
    public void close() {
        if (udp != null) {
            udp.stopReading();
        }
        events.stopped(connections.size());
        for (Map.Entry<Channel, IntakeConnection> open : connections.entrySet()) {
            open.getKey().eventLoop().execute(open.getValue()::reset);
        }
        acceptor.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        acceptor.terminationFuture().syncUninterruptibly();
        connections.clear();
    }

    /** Whoever holds most of an unfinished line or frame goes: an ordinary sender never does. */
    private boolean evictLargest() {
        Optional<IntakeConnection> largest =
                connections.values().stream()
                        .filter(connection -> connection.unfinishedBytes() > 0)
                        .max(Comparator.comparingLong(IntakeConnection::unfinishedBytes));
        largest.ifPresent(IntakeConnection::evict);
        return largest.isPresent();
    }

    private ChannelHandler first(IntakeConnection connection, SocketChannel channel) {
        return config.protection().takesPlain(channel.localAddress(), channel.remoteAddress())
                ? first(connection, protocols, false)
                : new FirstBytesHandler(connection, protectedOnly);
    }

    /** A shared key is asked for first, and only Forward's senders can know it. */
    private ChannelHandler first(
            IntakeConnection connection, List<IntakeProtocol> told, boolean insideTls) {
        return config.protection().sharedKey().isEmpty()
                ? new FirstBytesHandler(connection, told)
                : new SharedKeyHandler(connection, config, events, insideTls);
    }

    private ChannelInitializer<SocketChannel> initializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                // When the process is killed the kernel closes the socket: by a reset then, because
                // an orderly close would tell a half-closed sender that all is on disk.
                channel.config().setSoLinger(0);
                ReadTicks readTicks = Objects.requireNonNull(ticks.get(channel.eventLoop()));
                IntakeConnection connection = new IntakeConnection(channel, intake, readTicks);
                connections.put(channel, connection);
                channel.closeFuture().addListener(closed -> connections.remove(channel));
                channel.pipeline()
                        .addLast(first(connection, channel))
                        .addLast(new ConnectionEndHandler(connection, events));
            }
        };
    }
}
