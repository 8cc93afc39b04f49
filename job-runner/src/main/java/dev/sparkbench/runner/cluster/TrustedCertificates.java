// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.failure.RunFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificates that the manifest adds to the trusted ones. They become part of the JVM's trust
 * store, so that all clients of the object store trust them.
 */
public final class TrustedCertificates {

  private static final String STORE = "javax.net.ssl.trustStore";

  // Not a secret: certificates are public, but the format requires a password.
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static final String BEGINNING = "-----BEGIN CERTIFICATE";

  private TrustedCertificates() {}

  /**
   * Makes the JVM trust the certificates in the pod's certificate folder, if there is one; call it
   * before any use of TLS.
   *
   * @throws RunFailure {@code InvalidConfiguration} if the folder has no certificate, or one that
   *     cannot be read
   */
  public static void install(Map<String, String> environment) {
    String folder = environment.get(Storage.CERTIFICATES_VARIABLE);
    if (folder == null) {
      return;
    }
    List<Certificate> certificates = read(Path.of(folder));
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      List<Certificate> all = new ArrayList<>(usual());
      all.addAll(certificates);
      for (int i = 0; i < all.size(); i++) {
        store.setCertificateEntry("trusted-" + i, all.get(i));
      }
      Path file =
          Files.createTempFile(
              Path.of(environment.getOrDefault(DriverPod.SCRATCH_VARIABLE, "/tmp")),
              "trusted-",
              ".p12");
      file.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, PASSWORD);
      }
      System.setProperty(STORE, file.toString());
      System.setProperty(STORE + "Password", new String(PASSWORD));
      System.setProperty(STORE + "Type", "PKCS12");
    } catch (IOException | GeneralSecurityException e) {
      throw failure(
          "the certificates of storage.certificates cannot be used: " + e.getMessage(), e);
    }
  }

  /** The certificates that the JVM trusts by default. */
  private static List<X509Certificate> usual() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<X509Certificate> usual = new ArrayList<>();
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trusting) {
        usual.addAll(List.of(trusting.getAcceptedIssuers()));
      }
    }
    return usual;
  }

  private static List<Certificate> read(Path folder) {
    List<Certificate> certificates = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      // Kubernetes keeps the files in hidden folders and links to them.
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(BEGINNING)) {
          certificates.addAll(certificatesIn(file));
        }
      }
    } catch (IOException e) {
      throw failure("storage.certificates cannot be read: " + e, e);
    }
    if (certificates.isEmpty()) {
      throw failure(
          "storage.certificates names a Secret or ConfigMap in which no entry is a certificate in PEM form (%s)"
              .formatted(BEGINNING),
          null);
    }
    return certificates;
  }

  private static List<Certificate> certificatesIn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    } catch (CertificateException e) {
      throw failure(
          "storage.certificates has an entry '%s' that is no certificate in PEM form"
              .formatted(file.getFileName()),
          e);
    }
  }

  private static RunFailure failure(String message, Exception cause) {
    return new RunFailure(FailureReason.INVALID_CONFIGURATION, message, cause);
  }
}
