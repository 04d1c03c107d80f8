package io.logdrive.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.Document;

/**
 * Lines over one axis, drawn by JFreeChart and written as SVG by Batik.
 *
 * <p>Immutable.
 *
 * @param title above it
 * @param x what the horizontal axis is
 * @param y what the vertical one is, which begins with 0
 * @param decades whether the horizontal axis is logarithmic; then no x may be 0
 * @param lines what is drawn
 */
record LineChart(String title, String x, String y, boolean decades, List<Line> lines) {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 320;
    private static final int MARKED_MAX = 20;
    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    private static final List<Color> COLORS =
            List.of(
                    new Color(0x1f, 0x77, 0xb4),
                    new Color(0xd6, 0x27, 0x28),
                    new Color(0x2c, 0xa0, 0x2c),
                    new Color(0x94, 0x67, 0xbd));
    private static final String SVG = "http://www.w3.org/2000/svg";

    /** Writes it to {@code file}. */
    void write(Path file) throws IOException {
        Document document = document();
        SVGGraphics2D graphics = new SVGGraphics2D(document);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart().draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        try (Writer writer = Files.newBufferedWriter(file)) {
            graphics.stream(writer, true);
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("XML: expected the JDK's parser", e);
        }
    }

    private JFreeChart chart() {
        XYSeriesCollection dataset = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        for (int i = 0; i < lines.size(); i++) {
            dataset.addSeries(lines.get(i).series());
            boolean marked = lines.get(i).x().size() <= MARKED_MAX;
            renderer.setSeriesShapesVisible(i, marked);
            renderer.setSeriesShape(i, new Ellipse2D.Double(-3, -3, 6, 6));
            renderer.setSeriesPaint(i, COLORS.get(i % COLORS.size()));
            renderer.setSeriesStroke(i, new BasicStroke(2));
        }
        NumberAxis vertical = new NumberAxis(y);
        vertical.setAutoRangeIncludesZero(true);
        vertical.setNumberFormatOverride(numbers());
        ValueAxis horizontal = decades ? new LogAxis(x) : new NumberAxis(x);
        if (horizontal instanceof LogAxis logarithmic) {
            logarithmic.setNumberFormatOverride(numbers());
            logarithmic.setSmallestValue(1);
            // Of the exponent: a mark at each power of ten.
            logarithmic.setTickUnit(new NumberTickUnit(1));
        } else if (horizontal instanceof NumberAxis even) {
            even.setNumberFormatOverride(numbers());
        }
        XYPlot plot = new XYPlot(dataset, horizontal, vertical, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        JFreeChart chart = new JFreeChart(title, TITLE, plot, lines.size() > 1);
        chart.setBackgroundPaint(Color.WHITE);
        return chart;
    }

    private static NumberFormat numbers() {
        return NumberFormat.getNumberInstance(Locale.ROOT);
    }

    /** One of them: its points from left to right. Immutable. */
    record Line(String name, List<Double> x, List<Double> y) {
        private XYSeries series() {
            XYSeries series = new XYSeries(name);
            for (int i = 0; i < x.size(); i++) {
                series.add(x.get(i), y.get(i));
            }
            return series;
        }
    }
}
