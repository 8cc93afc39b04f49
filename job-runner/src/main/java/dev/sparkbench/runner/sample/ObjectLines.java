package dev.sparkbench.runner.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.LineRecordReader;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/**
 * The lines of a part of an object, with the same reader and the same rules as in Spark's tasks: a
 * line belongs to the part in which it starts, a byte order mark to no line.
 */
final class ObjectLines implements Iterator<Text>, AutoCloseable {

  /** A longer line is left out of a sample: it might not fit into the driver's memory. */
  private static final int LONGEST_LINE = 16 * 1024 * 1024;

  private final LineRecordReader reader;
  private final long atMost;
  private long read;
  private boolean ahead;
  private boolean ended;

  ObjectLines(
      Path path,
      long start,
      long length,
      long atMost,
      Optional<byte[]> lineEnd,
      Configuration hadoop) {
    Configuration bounded = new Configuration(hadoop);
    bounded.setInt(LineRecordReader.MAX_LINE_LENGTH, LONGEST_LINE);
    this.reader = new LineRecordReader(lineEnd.orElse(null));
    this.atMost = atMost;
    try {
      reader.initialize(
          new FileSplit(path, start, length, null),
          new TaskAttemptContextImpl(bounded, new TaskAttemptID()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there was no more to read, rather than enough read. */
  boolean atEnd() {
    return ended;
  }

  @Override
  public boolean hasNext() {
    if (!ahead && !ended && read < atMost) {
      try {
        ahead = reader.nextKeyValue();
        ended = !ahead;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return ahead;
  }

  /** The next line; the object is used again for the one after. */
  @Override
  public Text next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ahead = false;
    Text line = reader.getCurrentValue();
    read += line.getLength() + 1L;
    return line;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
