using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Bench.Wire;

/// <summary>Made-up customers by number: ids shaped as LINE's, whose last 8 digits are the number, so that the stub can tick each off
/// without a table.</summary>
internal static class People
{
    public const int IdLength = 33;

    private static readonly string[] Families = ["陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊"];
    private static readonly string[] Given = ["怡君", "雅婷", "淑芬", "志明", "俊傑", "家豪", "欣怡", "詩涵", "宗翰", "佳穎", "冠宇"];

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"U{Mixed(number):x16}0b5e0b5e{number:x8}");

    /// <summary>As the platform of <paramref name="channel"/> names the same customer.</summary>
    public static string Id(ChannelId channel, int number) => channel == ChannelId.WhatsApp ? Phone(number) : Id(number);

    /// <summary>As WhatsApp does.</summary>
    public static string Phone(int number) => string.Create(CultureInfo.InvariantCulture, $"8869{number:D8}");

    public static string Name(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Families[number % Families.Length]}{Given[number / 10 % Given.Length]} {number}");

    /// <summary>The number in what begins with a phone number, behind its plus sign; -1 for somebody else's.</summary>
    public static int PhoneNumber(ReadOnlySpan<byte> phone) =>
        phone.Length >= 12 && phone.StartsWith("8869"u8) && Utf8Parser.TryParse(phone[4..12], out int number, out var read) && read == 8
            ? number
            : -1;

    /// <summary>The number in an id; -1 for an id of somebody else's making.</summary>
    public static int Number(ReadOnlySpan<byte> id) =>
        id.Length == IdLength
        && id.Slice(17, 8).SequenceEqual("0b5e0b5e"u8)
        && Utf8Parser.TryParse(id[25..], out int number, out var read, 'x')
        && read == 8
            ? number
            : -1;

    /// <summary>What is sent to all: personal only if it holds the variable.</summary>
    public static string Text(bool personal) =>
        personal
            ? "{{customer_name}} 您好，旗艦店本週末新品試穿，憑此訊息可享早鳥九折，名額有限，歡迎提前預約。"
            : "您好，旗艦店本週末新品試穿，憑此訊息可享早鳥九折，名額有限，歡迎提前預約。";

    /// <summary>A push as LINE's API takes it, the very bytes that the adapter sends.</summary>
    public static byte[] Push(int number) =>
        Encoding.UTF8.GetBytes(
            $$"""{"to":"{{Id(number)}}","messages":[{"type":"text","text":"{{Text(personal: true).Replace("{{customer_name}}", Name(number), StringComparison.Ordinal)}}"}]}"""
        );

    /// <summary>A message as WhatsApp's API takes it, under a name of its own: as many bytes as the adapter sends.</summary>
    public static byte[] WhatsApp(int number) =>
        Encoding.UTF8.GetBytes(
            $$"""{"messaging_product":"whatsapp","recipient_type":"individual","to":"+{{Phone(number)}}","type":"text","text":{"body":"{{Text(personal: true).Replace("{{customer_name}}", Name(number), StringComparison.Ordinal)}}"},"biz_opaque_callback_data":"{{Guid.NewGuid():N}}.0"}"""
        );

    /// <summary>A multicast to <paramref name="count"/> people from <paramref name="first"/> on.</summary>
    public static byte[] Multicast(int first, int count) =>
        Encoding.UTF8.GetBytes(
            $$"""{"to":[{{string.Join(',', Enumerable.Range(first, count).Select(number => $"\"{Id(number)}\""))}}],"messages":[{"type":"text","text":"{{Text(personal: false)}}"}]}"""
        );

    // Neighbours in number are not neighbours in order, as with real ids.
    private static ulong Mixed(int number)
    {
        var mixed = ((ulong)number + 1) * 0x9E3779B97F4A7C15UL;
        return (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9UL;
    }
}
