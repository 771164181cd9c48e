namespace OmoBroadcast.Sandbox.Customers;

/// <summary>Names as people have them on LINE in Taiwan: mostly Chinese, some English and Japanese, some with emoji.</summary>
internal static class Names
{
    private static readonly string[] Families =
    [
        "陳",
        "林",
        "黃",
        "張",
        "李",
        "王",
        "吳",
        "劉",
        "蔡",
        "楊",
        "許",
        "鄭",
        "謝",
        "郭",
        "洪",
        "歐陽",
        "𠮷",
    ];
    private static readonly string[] Given =
    [
        "怡君",
        "雅婷",
        "淑芬",
        "志明",
        "俊傑",
        "家豪",
        "欣怡",
        "詩涵",
        "宗翰",
        "佳穎",
        "冠宇",
        "承恩",
        "品妍",
        "宥廷",
        "子晴",
        "小美",
        "阿德",
        "柏翰",
        "郁婷",
        "語彤",
    ];

    private static readonly string[] English =
    [
        "Amy",
        "Kevin",
        "Jessica",
        "Leo",
        "Vivian",
        "Jason",
        "Chloe",
        "Eric",
        "Grace",
        "O'Neil",
        "Zoë",
        "Max",
    ];
    private static readonly string[] Surnames = ["Chen", "Lin", "Wang", "Smith", "Huang", "Müller", "Tan", "Lee"];
    private static readonly string[] Japanese =
    [
        "佐藤 美咲",
        "鈴木 陽菜",
        "高橋 健",
        "田中 さくら",
        "伊藤 蓮",
        "山本 葵",
        "ゆき",
        "たかし",
        "ミサキ",
    ];
    private static readonly string[] Emoji = ["🌸", "🐱", "✨", "👩‍💻", "❤️", "🤨", "🇹🇼", "🧋"];

    public static (string Name, string Language) Of(int seed, int index)
    {
        var random = new Random(HashCode(seed, index));
        var kind = random.Next(10);
        var (name, language) = kind switch
        {
            < 6 => (Pick(Families) + Pick(Given), "zh-TW"),
            < 8 => ($"{Pick(English)} {Pick(Surnames)}", "en"),
            _ => (Pick(Japanese), "ja"),
        };
        return (random.Next(5) == 0 ? name + Pick(Emoji) : name, language);

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    // The same in every process, which System.HashCode is not.
    private static int HashCode(int seed, int index) => unchecked((seed * 486_187_739) + (index * 16_777_619) + 17);
}
