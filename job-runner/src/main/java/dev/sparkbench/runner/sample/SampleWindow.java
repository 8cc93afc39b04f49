package dev.sparkbench.runner.sample;

import dev.sparkbench.runner.storage.StoredObject;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A part of an object that belongs to a sample.
 *
 * @param object the object
 * @param start its first byte
 * @param length how many bytes of text
 */
record SampleWindow(StoredObject object, long start, long length) {

  /** The most objects in a sample. */
  static final int OBJECTS = 16;

  /** The most windows in a sample, but at least one for each object. */
  static final int WINDOWS = 16;

  /** The bytes of a window; together with the number of windows this bounds a sample to 4 MiB. */
  static final long LENGTH = 256 * 1024;

  /**
   * The windows of a sample: each object from its beginning, and large ones also in between and to
   * their end, because values may change their form in the course of the data.
   *
   * @param objects those that the sample may look at, at most {@link #OBJECTS}, none of them empty
   * @param readableAnywhere whether reading an object can start in the middle of it
   */
  static List<SampleWindow> over(
      List<StoredObject> objects, Predicate<StoredObject> readableAnywhere) {
    long bytes = objects.stream().mapToLong(StoredObject::size).sum();
    return objects.stream()
        .flatMap(
            object ->
                readableAnywhere.test(object)
                    ? spread(object, Math.max(1, WINDOWS * object.size() / bytes))
                    : beginning(object, Math.max(1, WINDOWS / objects.size())))
        .toList();
  }

  private static Stream<SampleWindow> beginning(StoredObject object, long windows) {
    return Stream.of(new SampleWindow(object, 0, windows * LENGTH));
  }

  private static Stream<SampleWindow> spread(StoredObject object, long windows) {
    if (object.size() <= windows * LENGTH) {
      return Stream.of(new SampleWindow(object, 0, object.size()));
    }
    long last = object.size() - LENGTH;
    return LongStream.range(0, windows)
        .mapToObj(
            i -> new SampleWindow(object, windows == 1 ? 0 : last * i / (windows - 1), LENGTH));
  }
}
