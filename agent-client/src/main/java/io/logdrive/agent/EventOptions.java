package io.logdrive.agent;

import picocli.CommandLine.Mixin;

/**
 * The options of all commands that send events: how bytes become events, what is known of them,
 * what of them leaves, where to, and where more options are read from.
 *
 * <p>Confined to the main thread.
 */
final class EventOptions {
    @Mixin CutOptions cut = new CutOptions();
    @Mixin AttributeOptions attributes = new AttributeOptions();
    @Mixin ShapeOptions shape = new ShapeOptions();
    @Mixin UplinkOptions to = new UplinkOptions();
    @Mixin ConfigOptions configuration = new ConfigOptions();
}
