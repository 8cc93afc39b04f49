// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The form of a request in an environment variable. It is plain JSON, for people who look at the
 * pod, or, if it is large, compressed with gzip and in Base64. JSON begins with a brace, and Base64
 * has no braces.
 */
public final class RequestText {

  /**
   * The largest size of one environment variable in Linux, including its name and the end, in
   * bytes.
   */
  public static final int LARGEST_VARIABLE = 131_072;

  /** The longest request that is not compressed, in bytes. */
  private static final int LARGEST_PLAIN = 65_536;

  /** The longest request, in bytes; a Kubernetes resource cannot lead to a longer one. */
  private static final int LONGEST = 16 * 1024 * 1024;

  private RequestText() {}

  /**
   * The value of the variable. A request of version 1 is compressed only if it would not fit
   * otherwise, because runners of the first release cannot read compressed requests.
   */
  public static String of(String variable, Versioned request) {
    String json = Contract.write(request);
    int largest =
        request.version() == Contract.VERSION
            ? LARGEST_VARIABLE - size(variable, "")
            : LARGEST_PLAIN;
    return bytes(json) <= largest ? json : compressed(json);
  }

  /** The size of a variable with its value, in bytes: its name, '=', the value and the end. */
  public static int size(String variable, String value) {
    return bytes(variable) + 1 + bytes(value) + 1;
  }

  /**
   * The request in a variable's value, as JSON.
   *
   * @throws IllegalArgumentException if it cannot be decompressed
   */
  public static String json(String value) {
    if (value.isBlank() || value.stripLeading().startsWith("{")) {
      return value;
    }
    try (InputStream compressed =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(value.strip())))) {
      byte[] json = compressed.readNBytes(LONGEST + 1);
      if (json.length > LONGEST) {
        throw new IllegalArgumentException(
            "not a request: longer than %d bytes".formatted(LONGEST));
      }
      return new String(json, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not a request: neither JSON nor compressed by gzip and in Base64", e);
    }
  }

  private static String compressed(String json) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new BestGzip(compressed)) {
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("cannot write into memory", e);
    }
    return Base64.getEncoder().encodeToString(compressed.toByteArray());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Compresses well; the time does not matter here. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
