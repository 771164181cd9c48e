using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>JSON as Meta writes it: ASCII, everything else as \u with lower-case digits, and slashes escaped.</summary>
internal static class GraphJson
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(JsonNode node)
    {
        var plain = node.ToJsonString(Relaxed);
        var text = new StringBuilder(plain.Length + 64);
        for (var i = 0; i < plain.Length; i++)
        {
            var c = plain[i];
            if (c == '\\' && plain[i + 1] == 'u')
            {
                text.Append(plain[i..(i + 6)].ToLowerInvariant());
                i += 5;
            }
            else if (c == '\\')
            {
                text.Append(c).Append(plain[++i]);
            }
            else if (c == '/')
            {
                text.Append("\\/");
            }
            else if (c > 0x7F)
            {
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(c);
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
