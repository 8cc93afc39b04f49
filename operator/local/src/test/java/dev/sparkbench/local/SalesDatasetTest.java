// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalesDatasetTest {

  @Test
  void theBytesAreTheSameEverywhere() throws Exception {
    assertThat(digest(bytes(1000)))
        .isEqualTo("054e95b9216cf85b75a150f9ea55aab6fb9c8a59f6adc375d4c0f123e6466291");
  }

  @Test
  void theMachinesLocaleHasNoSay() throws Exception {
    byte[] expected = bytes(100);
    Locale usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(bytes(100)).isEqualTo(expected);
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void theFirstRowsReadAsExpected() throws Exception {
    assertThat(lines(2))
        .containsExactly(
            "order_id,order_date,region,channel,category,product_id,quantity,unit_price,discount,customer_id,rating,delivery_days",
            "10000001,2023-01-01,latin-america,store,garden,16592,3,1575.11,0.40,356074,4,10",
            "10000002,2024-01-01,north-america,online,household,39831,9,56.43,,728340,4,6");
  }

  @Test
  void valuesAreMissingAsOftenAsTheyShould() throws Exception {
    int rows = 20_000;
    double[] missing = new double[12];
    for (String line : lines(rows).subList(1, rows + 1)) {
      String[] values = line.split(",", -1);
      assertThat(values).hasSize(12);
      for (int i = 0; i < values.length; i++) {
        missing[i] += values[i].isEmpty() ? 100.0 / rows : 0;
      }
    }

    assertThat(missing)
        .containsExactly(
            new double[] {0, 0, 1.5, 0, 0, 0, 0, 0, 64, 12, 42, 8}, Offset.offset(1.0));
  }

  @Test
  void theSchemaNamesTheColumnsOfTheHeader() throws Exception {
    List<String> names =
        Arrays.stream(SalesDataset.SCHEMA.split(", ")).map(column -> column.split(" ")[0]).toList();

    assertThat(lines(0)).containsExactly(String.join(",", names));
  }

  @Test
  void aFileThatIsThereStays(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("data/sales.csv");
    new SalesDataset(10).writeIfMissing(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes(10));

    new SalesDataset(20).writeIfMissing(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes(10));
    assertThat(folder.resolve("data").toFile().list()).containsExactly("sales.csv");
  }

  private static List<String> lines(int rows) throws IOException {
    return new String(bytes(rows), StandardCharsets.US_ASCII).lines().toList();
  }

  private static byte[] bytes(int rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SalesDataset(rows).write(out);
    return out.toByteArray();
  }

  private static String digest(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
