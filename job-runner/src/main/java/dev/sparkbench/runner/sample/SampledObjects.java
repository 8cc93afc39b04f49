package dev.sparkbench.runner.sample;

import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The objects of a sample, opened as Spark's tasks open them: through s3a, decompressed by what
 * their names end in. The driver reads them itself, so that a sample does not depend on the number
 * of executors.
 *
 * @param objects the dataset
 * @param hadoop Spark's configuration of Hadoop
 * @param multiLine whether a record may extend over several lines; then it cannot be told where one
 *     starts, except at the beginning of an object
 */
public record SampledObjects(DatasetObjects objects, Configuration hadoop, boolean multiLine) {

  List<StoredObject> all() {
    return objects.spread(SampleWindow.OBJECTS);
  }

  List<SampleWindow> windows() {
    return SampleWindow.over(all(), object -> !multiLine && codec(object).isEmpty());
  }

  /** Whether the windows are all of the dataset, provided that none was left before its end. */
  boolean isEverything(List<SampleWindow> windows) {
    long sampled =
        windows.stream()
            .mapToLong(
                window ->
                    codec(window.object()).isEmpty() ? window.length() : window.object().size())
            .sum();
    return sampled >= objects.bytes();
  }

  ObjectLines lines(SampleWindow window, Optional<byte[]> lineEnd) {
    boolean compressed = codec(window.object()).isPresent();
    return new ObjectLines(
        path(window.object()),
        window.start(),
        compressed ? window.object().size() : window.length(),
        compressed ? window.length() : Long.MAX_VALUE,
        lineEnd,
        hadoop);
  }

  InputStream open(SampleWindow window) {
    try {
      Path path = path(window.object());
      InputStream stream = path.getFileSystem(hadoop).open(path);
      Optional<CompressionCodec> codec = codec(window.object());
      return codec.isPresent() ? codec.get().createInputStream(stream) : stream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<CompressionCodec> codec(StoredObject object) {
    return Optional.ofNullable(new CompressionCodecFactory(hadoop).getCodec(path(object)));
  }

  private Path path(StoredObject object) {
    return new Path(objects.sparkPath(object));
  }
}
