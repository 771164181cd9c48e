using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OmoBroadcast.Sandbox;

/// <summary>A certificate for a service on this machine: LINE takes media by https address only. It enters no store; who should trust it is
/// told to.</summary>
internal static class LoopbackCertificate
{
    private const string Use = "certificate FOLDER: writes https.pem and https.key into it.";

    /// <summary><c>certificate FOLDER</c>: writes <c>https.pem</c> and <c>https.key</c>, good for 127.0.0.1, ::1 and localhost for a
    /// year.</summary>
    public static async Task<int> WriteAsync(string[] args)
    {
        if (args is not [var folder])
        {
            await Console.Error.WriteLineAsync(Use);
            return 2;
        }

        Directory.CreateDirectory(folder);
        var (certificate, key) = Make(TimeProvider.System.GetUtcNow());
        await File.WriteAllTextAsync(Path.Combine(folder, "https.pem"), certificate);
        await using var stream = new FileStream(Path.Combine(folder, "https.key"), Owned());
        await using var file = new StreamWriter(stream);
        await file.WriteAsync(key);
        return 0;
    }

    public static (string Certificate, string Key) Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: true));
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddYears(1));
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static FileStreamOptions Owned()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
