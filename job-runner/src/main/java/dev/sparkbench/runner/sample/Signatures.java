package dev.sparkbench.runner.sample;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * Objects that are no text although they are to be read as such: Spark would make rows of them all
 * the same. They are known by their first bytes.
 */
final class Signatures {

  private static final String UNPACK =
      "Spark decompresses only what is named so, such as .csv.gz: rename or decompress it";
  private static final String OTHER = "set dataset.format, or correct s3Path";

  private record Kind(String name, String remedy) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          "1f8b", new Kind("gzip", UNPACK),
          "425a68", new Kind("bzip2", UNPACK),
          "28b52ffd", new Kind("zstd", UNPACK),
          "504b0304", new Kind("a zip archive", "Spark reads none: unpack it"),
          "50415231", new Kind("Parquet", OTHER),
          "4f5243", new Kind("ORC", OTHER));

  private Signatures() {}

  /**
   * Checks the beginning of an object, after Spark's decompression.
   *
   * @param head its first bytes, at least the first eight if there are as many
   * @param path which object
   * @throws RunFailure {@code MalformedData} if it is a known kind of binary file
   */
  static void requireText(byte[] head, String path) {
    String start = HexFormat.of().formatHex(Arrays.copyOf(head, Math.min(head.length, 8)));
    KINDS.forEach(
        (signature, kind) -> {
          if (start.startsWith(signature)) {
            throw new RunFailure(
                FailureReason.MALFORMED_DATA,
                "%s is %s, no text; %s".formatted(path, kind.name(), kind.remedy()));
          }
        });
  }
}
