using System.Security.Cryptography;

namespace OmoBroadcast.Sandbox.Tour;

/// <summary>What the tour broadcasts: a greeting, a saved reply, a picture and a last word, in this order.</summary>
internal sealed class Letter
{
    private const string Name = "{{customer_name}}";

    public Letter()
    {
        Marker = $"#{RandomNumberGenerator.GetHexString(6)}";
        Greeting = $"{Name} 您好 👋 秋冬新品到店了，本週末來店有小禮物。{Marker}";
        Saved = $"門市週一至週日 11:00–21:30，捷運站 3 號出口步行三分鐘 🚇 {Marker}";
        LastWord = $"想先看款式，直接回覆這則訊息，我來為您介紹 🧥 {Marker}";
        using var picture = typeof(Letter).Assembly.GetManifestResourceStream("picture.png")!;
        Picture = new byte[picture.Length];
        picture.ReadExactly(Picture);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Picture));
    }

    /// <summary>Stands in each of its texts, and in nobody else's.</summary>
    public string Marker { get; }

    public string Greeting { get; }

    public string SavedName => $"門市資訊 {Marker}";

    public string Saved { get; }

    public byte[] Picture { get; }

    /// <summary>Of the picture.</summary>
    public string Sha256 { get; }

    public string LastWord { get; }

    /// <summary>Whether these are its messages, each once and in order, and the greeting has this very name in it.</summary>
    /// <param name="captioned">The last word is to be the picture's caption: where each message is paid for, the two are one.</param>
    public bool Is(IReadOnlyList<(string Kind, string? Text)> messages, string name, bool captioned)
    {
        (string, string?)[] before = [("text", Greeting.Replace(Name, name, StringComparison.Ordinal)), ("text", Saved)];
        return messages.SequenceEqual(captioned ? [.. before, ("image", LastWord)] : [.. before, ("image", null), ("text", LastWord)]);
    }
}
