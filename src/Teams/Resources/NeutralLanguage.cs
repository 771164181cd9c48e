using System.Resources;

[assembly: NeutralResourcesLanguage("zh-Hant")]
