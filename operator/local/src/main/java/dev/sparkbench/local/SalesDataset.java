// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Orders of a shop as CSV with a header. The same number of rows gives the same bytes on every
 * machine. Columns differ in type and in the share of nulls: guests have no customer, most orders
 * have no discount, many have no rating, and orders on their way have no delivery time.
 *
 * @param rows the number of orders
 */
public record SalesDataset(int rows) {

  /** The rows of a file of about 6 MB: less than a second of work for one core. */
  public static final int DEFAULT_ROWS = 75_000;

  /** The columns as Spark DDL. */
  public static final String SCHEMA =
      "order_id BIGINT, order_date DATE, region STRING, channel STRING, category STRING, "
          + "product_id INT, quantity INT, unit_price DECIMAL(10,2), discount DECIMAL(4,2), "
          + "customer_id BIGINT, rating INT, delivery_days INT";

  private static final String HEADER =
      "order_id,order_date,region,channel,category,product_id,quantity,unit_price,discount,"
          + "customer_id,rating,delivery_days\n";

  private static final long SEED = 20_240_229L;
  private static final long FIRST_ORDER = 10_000_001L;
  private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);
  private static final List<String> DAYS =
      IntStream.range(0, 730).mapToObj(day -> FIRST_DAY.plusDays(day).toString()).toList();
  private static final List<String> REGIONS =
      List.of("north-america", "europe", "asia-pacific", "latin-america", "middle-east", "africa");
  private static final List<String> CHANNELS = List.of("online", "store", "partner", "marketplace");
  private static final List<String> CATEGORIES =
      List.of("books", "electronics", "garden", "groceries", "household", "sports", "toys");

  /**
   * Writes the file, unless it exists. An incomplete file never has this name.
   *
   * @throws IOException if it cannot be written
   */
  public void writeIfMissing(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
      write(out);
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Writes the header and the rows.
   *
   * @throws IOException if the stream refuses them
   */
  public void write(OutputStream out) throws IOException {
    out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
    Random random = new Random();
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      append(row, i, random);
      out.write(row.toString().getBytes(StandardCharsets.US_ASCII));
      row.setLength(0);
    }
  }

  private void append(StringBuilder row, int i, Random random) {
    row.append(FIRST_ORDER + i).append(',');
    row.append(DAYS.get((int) ((long) i * DAYS.size() / rows))).append(',');
    if (!missing(15, random)) {
      row.append(oneOf(REGIONS, random));
    }
    row.append(',').append(oneOf(CHANNELS, random));
    row.append(',').append(oneOf(CATEGORIES, random));
    row.append(',').append(random.between(10_000, 60_000));
    row.append(',').append(1 + Math.min(random.below(12), random.below(12)));
    // Most prices are low.
    int cents = 99 + random.below(100) * random.below(100) * random.between(1, 30);
    row.append(',');
    appendHundredths(row, cents);
    row.append(',');
    if (!missing(640, random)) {
      appendHundredths(row, 5 * random.between(1, 9));
    }
    row.append(',');
    if (!missing(120, random)) {
      row.append(random.between(100_000, 1_000_000));
    }
    row.append(',');
    if (!missing(420, random)) {
      row.append(Math.max(random.between(1, 6), random.between(1, 6)));
    }
    row.append(',');
    if (!missing(80, random)) {
      row.append(random.between(1, 15));
    }
    row.append('\n');
  }

  private static boolean missing(int perMille, Random random) {
    return random.below(1000) < perMille;
  }

  private static String oneOf(List<String> values, Random random) {
    return values.get(random.below(values.size()));
  }

  private static void appendHundredths(StringBuilder row, int value) {
    row.append(value / 100).append('.');
    row.append((char) ('0' + value / 10 % 10)).append((char) ('0' + value % 10));
  }

  /**
   * SplitMix64 (Steele, Lea, Flood, 2014), implemented here because the generators of the JDK do
   * not guarantee the same numbers in every version of Java.
   */
  private static final class Random {
    private long state = SEED;

    /** A number from 0 to just below the bound. */
    int below(int bound) {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      return (int) (((z >>> 32) * bound) >>> 32);
    }

    int between(int first, int end) {
      return first + below(end - first);
    }
  }
}
