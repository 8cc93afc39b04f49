package dev.sparkbench.runner.sample;

import com.univocity.parsers.csv.CsvParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.catalyst.csv.CSVOptions;

/** The records in a window of CSV data, each as its fields, header lines included. */
abstract class CsvRecords implements Iterator<String[]>, AutoCloseable {

  private String[] ahead;

  /** Opens a window. */
  static CsvRecords open(SampledObjects objects, SampleWindow window, CSVOptions options) {
    return options.multiLine()
        ? new Streamed(objects, window, options)
        : new OnePerLine(objects, window, options);
  }

  /** The next record; null if there is none. */
  abstract String[] read();

  /** Whether there was no more to read, rather than enough read. */
  abstract boolean atEnd();

  @Override
  public abstract void close();

  @Override
  public boolean hasNext() {
    if (ahead == null) {
      ahead = read();
    }
    return ahead != null;
  }

  @Override
  public String[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String[] record = ahead;
    ahead = null;
    return record;
  }

  /** As TextInputCSVDataSource in Spark reads. */
  private static final class OnePerLine extends CsvRecords {

    private final ObjectLines lines;
    private final CSVOptions options;
    private final CsvParser parser;
    private final Charset charset;
    private String path;

    OnePerLine(SampledObjects objects, SampleWindow window, CSVOptions options) {
      byte[] lineEnd =
          options.lineSeparatorInRead().isEmpty() ? null : options.lineSeparatorInRead().get();
      this.lines = objects.lines(window, Optional.ofNullable(lineEnd));
      this.options = options;
      this.parser = new CsvParser(options.asParserSettings());
      this.charset = Charset.forName(options.charset());
      this.path = window.start() == 0 ? objects.objects().sparkPath(window.object()) : null;
    }

    @Override
    String[] read() {
      while (lines.hasNext()) {
        Text bytes = lines.next();
        if (path != null) {
          Signatures.requireText(bytes.copyBytes(), path);
          path = null;
        }
        String line = new String(bytes.getBytes(), 0, bytes.getLength(), charset);
        if (!line.isBlank() && !isComment(line)) {
          String[] fields = parser.parseLine(line);
          if (fields != null) {
            return fields;
          }
        }
      }
      return null;
    }

    private boolean isComment(String line) {
      return options.isCommentSet() && line.charAt(0) == options.comment();
    }

    @Override
    boolean atEnd() {
      return lines.atEnd();
    }

    @Override
    public void close() {
      lines.close();
    }
  }

  /** As MultiLineCSVDataSource in Spark reads. */
  private static final class Streamed extends CsvRecords {

    private static final int HEAD = 8;

    private final InputStream stream;
    private final CsvParser parser;
    private final long length;
    private boolean ended;

    Streamed(SampledObjects objects, SampleWindow window, CSVOptions options) {
      this.stream = new BufferedInputStream(objects.open(window));
      this.parser = new CsvParser(options.asParserSettings());
      this.length = window.length();
      try {
        stream.mark(HEAD);
        Signatures.requireText(
            stream.readNBytes(HEAD), objects.objects().sparkPath(window.object()));
        stream.reset();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      parser.beginParsing(stream, options.charset());
    }

    @Override
    String[] read() {
      if (ended || parser.getContext().currentChar() >= length) {
        return null;
      }
      String[] fields = parser.parseNext();
      ended = fields == null;
      return fields;
    }

    @Override
    boolean atEnd() {
      return ended;
    }

    @Override
    public void close() {
      parser.stopParsing();
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
